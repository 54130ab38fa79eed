import CLaunch
import Glibc
import SystemPackage

/// A child that a plan is running in or ran in. Owns its pidfd and the channel to it.
package struct Child: ~Copyable {
  package let pid: Int32
  /// Becomes readable when the process has ended. See pidfd_open(2).
  package let processDescriptor: FileDescriptor
  /// Becomes readable when the child has something to tell.
  package let channel: FileDescriptor
  private let encoded: EncodedPlan
  /// It runs in this process's memory, and beside it.
  private var isBeside: Bool

  fileprivate init(
    pid: Int32, processDescriptor: FileDescriptor, channel: FileDescriptor,
    encoded: consuming EncodedPlan, isBeside: Bool
  ) {
    self.pid = pid
    self.processDescriptor = processDescriptor
    self.channel = channel
    self.encoded = encoded
    self.isBeside = isBeside
  }

  deinit {
    try? processDescriptor.close()
    // One that waits at its gate ends with this.
    try? channel.close()
    if isBeside { cl_wait_beside() }
  }

  /// Waits until the child has left this process's memory, by its execve or its end. To be called once its
  /// gate is open or it was killed, before anything else is launched; nothing is waited for where the
  /// memory is not shared.
  package mutating func leaveAlone() {
    guard isBeside else { return }
    isBeside = false
    cl_wait_beside()
  }

  /// What came through the channel.
  package enum Reception: Sendable {
    case message(LaunchMessage)
    case nothingYet
    /// Nobody is left who could say anything.
    case closed
  }

  /// The next message, without waiting.
  package func receive() -> Reception {
    var message = cl_message()
    var sender: pid_t = 0
    var descriptor: Int32 = -1
    do throws(KernelError) {
      let length = try rawCall("recvmsg", retryOnInterrupt: false) {
        cl_channel_receive(channel.rawValue, &message, &sender, &descriptor)
      }
      if length == 0 { return .closed }
    } catch {
      return error.errno == .resourceTemporarilyUnavailable ? .nothingYet : .closed
    }
    if descriptor >= 0 {
      let terminal = PseudoTerminal(FileDescriptor(rawValue: descriptor))
      // Nothing else is ever sent along.
      return message.kind == UInt32(CL_TERMINAL) ? .message(.terminal(terminal)) : .nothingYet
    }
    switch message.kind {
    case UInt32(CL_FAILED): return .message(.failed(LaunchFailure(message)))
    case UInt32(CL_READY): return .message(.ready(pid: sender))
    case UInt32(CL_EXITED): return .message(.exited(WaitStatus(rawValue: message.status)))
    case UInt32(CL_STOPPED): return .message(.stopped(Signal(message.status)))
    case UInt32(CL_CONTINUED): return .message(.continued)
    case UInt32(CL_EXECUTED): return .message(.executed)
    default: return .nothingYet
    }
  }

  /// Lets a child go on that waits at its gate, or an init that lingers.
  package func openGate() throws(KernelError) {
    var go: UInt8 = 1
    try call("open the gate of process \(pid)", retryOnInterrupt: false) {
      Glibc.send(channel.rawValue, &go, 1, Int32(MSG_NOSIGNAL))
    }
  }

  /// Closes the channel in both directions: for an init that is the order to end all that is below it,
  /// and itself.
  package func orderEnd() {
    // One that has ended needs no order.
    _ = try? call("shutdown", retryOnInterrupt: false) {
      shutdown(channel.rawValue, Int32(SHUT_RDWR))
    }
  }

  /// Sends a signal; a process that has ended is no error. See pidfd_send_signal(2).
  package func send(_ signal: Signal) throws(KernelError) {
    do throws(KernelError) {
      try signal.send(toHeld: processDescriptor, pid)
    } catch {
      if error.errno != .noSuchProcess { throw error }
    }
  }

  /// Sends a signal to the process group that the child leads. Its number is its own until it is
  /// reaped, which only cloche does.
  package func sendToGroup(_ signal: Signal) {
    do throws(KernelError) {
      try signal.send(to: -pid)
    } catch {
      // It has not made its group yet.
      try? signal.send(to: pid)
    }
  }

  /// What the kernel tells of a process to its parent.
  package enum Change: Sendable {
    case ended(WaitStatus)
    case stopped(Signal)
    case continued
  }

  /// The next change of its state, without waiting. An ended process is reaped. See wait4(2).
  package func nextChange() -> Change? {
    let options = WNOHANG | WUNTRACED | WCONTINUED
    guard
      let status = try? WaitStatus.change(of: pid, options: options, retryOnInterrupt: false)
    else { return nil }
    if status == 0xffff { return .continued }
    if status & 0xff == 0x7f { return .stopped(Signal(status >> 8 & 0xff)) }
    return .ended(WaitStatus(rawValue: status))
  }

  /// Reaps the process, and waits for its end.
  package func waitForEnd() -> WaitStatus {
    let status = try? WaitStatus.change(of: pid, options: 0, retryOnInterrupt: true)
    return WaitStatus(rawValue: status ?? 0)
  }

  /// Reaps the process, and waits for its end so long and no longer, whatever signals come.
  ///
  /// - Parameter nanoseconds: what is in the middle of a disk's answer, or held by a debugger, may need
  ///   more than anybody has.
  /// - Returns: nil when it has not ended by then.
  package func waitForEnd(nanoseconds: Int) -> WaitStatus? {
    let limit = Clock.deadline(after: nanoseconds)
    while true {
      if case .ended(let status) = nextChange() { return status }
      let remaining = limit - Clock.monotonic
      guard remaining > 0 else { return nil }
      // A signal is for whoever asks for signals next.
      _ = try? Poll.wait(
        for: [processDescriptor.rawValue], nanoseconds: min(remaining, 50_000_000))
    }
  }

  /// What each step that was made returned and took, where the launch was timed.
  package var timings: [(step: Int, result: Int, nanoseconds: Int)] {
    guard let timings = encoded.timings else { return [] }
    return timings.indices.filter { timings[$0].made != 0 }.map {
      ($0, Int(timings[$0].result), Int(timings[$0].nanoseconds))
    }
  }
}

extension LaunchPlan {
  /// Clones a child that runs this plan.
  ///
  /// - Parameters:
  ///   - presets: values of cells, descriptors mostly.
  ///   - cgroup: a descriptor of the cgroup v2 group to be born in.
  ///   - timed: keep what each step returned and took, at two more clock readings a step.
  /// - Throws: what refused the channel or the clone itself; refused steps come as messages.
  package borrowing func launch(
    presets: [Preset], cgroup: FileDescriptor? = nil, timed: Bool = false
  ) throws(KernelError) -> Child {
    let encoded = try EncodedPlan(self, timed: timed)
    for preset in self.presets + presets { encoded.cells[preset.cell.index] = preset.value }
    var ends: [Int32] = [-1, -1]
    try rawCall("socketpair AF_UNIX SOCK_SEQPACKET", retryOnInterrupt: false) {
      cl_channel_open(&ends)
    }
    let (ours, theirs) = (FileDescriptor(rawValue: ends[0]), FileDescriptor(rawValue: ends[1]))
    defer { try? theirs.close() }
    encoded.cells[Self.channel.index] = Int64(ends[1])
    encoded.cells[Self.parentChannel.index] = Int64(ends[0])
    var native = encoded.native
    native.flags = cloneFlags | (cgroup == nil ? 0 : CloneFlag.intoCgroup)
    native.cgroup = cgroup?.rawValue ?? 0
    var processDescriptor: Int32 = -1
    let pid: Int32
    do throws(KernelError) {
      pid = try rawCall("clone3", retryOnInterrupt: false) {
        cl_launch(&native, &processDescriptor)
      }
    } catch {
      try? ours.close()
      throw error
    }
    return Child(
      pid: pid, processDescriptor: FileDescriptor(rawValue: processDescriptor), channel: ours,
      encoded: encoded, isBeside: native.flags & CloneFlag.childClearThreadID != 0)
  }

  /// Runs the plan in this process, whose place the program takes. Returns only a refusal.
  package borrowing func replaceThisProcess(
    presets: [Preset]
  ) throws(KernelError) -> LaunchFailure {
    let encoded = try EncodedPlan(self, timed: false)
    for preset in self.presets + presets { encoded.cells[preset.cell.index] = preset.value }
    var native = encoded.native
    var message = cl_message()
    cl_replace(&native, &message)
    return LaunchFailure(message)
  }
}

extension EncodedPlan {
  /// The interpreter's view. Valid as long as this value lives.
  fileprivate var native: cl_plan {
    cl_plan(
      steps: UnsafePointer(steps.baseAddress ?? .allocate(capacity: 1)),
      count: UInt32(steps.count), init_first: UInt32(initFirst),
      cells: cells.baseAddress ?? .allocate(capacity: 1), flags: 0, cgroup: 0,
      channel_cell: Int32(LaunchPlan.channel.index), timings: timings?.baseAddress)
  }
}
