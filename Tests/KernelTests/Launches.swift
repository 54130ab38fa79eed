import Kernel
import Testing

/// The two ways to clone.
enum Way: String, CaseIterable, Sendable, Codable {
  /// Shares the parent's memory until execve; the parent sleeps meanwhile.
  case shared
  /// A copy of the parent, which goes on at once.
  case forked

  var flags: UInt64 { self == .shared ? CloneFlag.vm | CloneFlag.vfork : 0 }
}

/// The suites that launch: one after another, since what one of them forks holds a copy of the
/// descriptors of the others until it executes something.
@Suite(.serialized) enum Launches {}

/// What a launch came to.
struct Outcome {
  let status: WaitStatus
  let messages: [LaunchMessage]
  /// What the program or the steps wrote into the pipe.
  let output: [UInt8]
  let timings: [(step: Int, result: Int, nanoseconds: Int)]

  var out: String { String(decoding: output, as: UTF8.self) }

  var failure: LaunchFailure? {
    for case .failed(let failure) in messages { return failure }
    return nil
  }

  var readyPID: Int32? {
    for case .ready(let pid) in messages { return pid }
    return nil
  }

  var exited: WaitStatus? {
    for case .exited(let status) in messages { return status }
    return nil
  }
}

/// A plan under construction, with a pipe for what it writes.
struct Draft {
  var plan = LaunchPlan()
  /// The writing end of the pipe.
  let pipe: Cell
  private var link: Cell?
  private var image: Cell?

  init(_ way: Way, flags: UInt64 = 0) {
    plan.cloneFlags = way.flags | flags
    pipe = plan.cell("pipe")
    // Cloche's end, as every plan does it.
    plan.steps = [Step(.close, [.cell(LaunchPlan.parentChannel)])]
  }

  /// How many steps come before those of the test.
  static let first = 1

  mutating func add(_ call: SystemCall, _ operands: Operand..., tolerating: [Errno] = []) {
    var step = Step(call, operands)
    step.tolerated = tolerating
    plan.steps.append(step)
  }

  mutating func cell(_ name: String, _ call: SystemCall, _ operands: Operand...) -> Cell {
    let cell = plan.cell(name)
    var step = Step(call, operands)
    step.result = cell
    plan.steps.append(step)
    return cell
  }

  mutating func write(_ text: String) {
    add(.write, .cell(pipe), .data(bytes(text)), .number(text.utf8.count))
  }

  /// Waits until the parent opens the gate.
  mutating func gate() {
    var step = Step(.read, [.cell(LaunchPlan.channel), .room(8), .number(1)])
    step.check = Step.Check(expected: 1, mismatch: .brokenPipe)
    plan.steps.append(step)
  }

  mutating func report() {
    let members = ["kind", "step", "error", "status", "length"].map {
      Operand.Member($0, size: 4, .number($0 == "kind" ? 2 : 0))
    }
    add(
      .write, .cell(LaunchPlan.channel), .structure(Operand.Structure("ready", members)),
      .number(20))
  }

  /// Unblocks all signals and lets standard output be the pipe.
  mutating func prepareProgram() {
    add(.dup3, .cell(pipe), .number(1), .number(0))
    add(
      .rtSigprocmask, .constant(SignalMask.set, SignalMask.names),
      .structure(Operand.Structure("sigset", [Operand.Member("signals", .number(0))])), .null,
      .number(8))
  }

  mutating func execute(
    _ path: String, _ arguments: [[UInt8]], environment: [[UInt8]] = Draft.environment,
    tolerating: [Errno] = [.noSuchFileOrDirectory, .notDirectory, .permissionDenied]
  ) {
    var step = Step(.execve, [.text(bytes(path)), .vector(arguments), .environment(environment)])
    step.kind = .execute
    step.tolerated = tolerating
    plan.steps.append(step)
  }

  static let environment = [bytes("PATH=/usr/bin:/bin")]

  mutating func shell(_ script: String) {
    prepareProgram()
    report()
    awaitInit()
    execute("/bin/sh", ["sh", "-c", script].map(bytes))
  }

  /// An init between, as `ns pid` has it.
  mutating func spawnBehindInit(sharing: Bool = true, words: [String] = ["first"]) {
    add(.setpgid, .number(0), .number(0))
    let link = plan.cell("link")
    add(
      .socketpair, .constant(SocketConstant.local, SocketConstant.families),
      .constant(SocketConstant.packets | SocketConstant.closeOnExec, SocketConstant.types),
      .number(0), .address(link))
    var step = Step(
      .clone3, [.spawnArguments(flags: sharing ? CloneFlag.vm : 0), .spawnArgumentsSize])
    step.kind = .spawn
    step.result = LaunchPlan.program
    plan.steps.append(step)
    add(.close, .cell(link))
    self.link = link
    let image = plan.cell("init")
    self.image = image
    plan.initSteps = [
      Step(
        .fcntl,
        [
          .cell(link), .constant(DescriptorControl.setOwner, DescriptorControl.names),
          .cell(LaunchPlan.program),
        ]),
      Step(.dup3, [.cell(LaunchPlan.channel), .number(InitImage.channel), .number(0)]),
      Step(.dup3, [.cell(link), .number(InitImage.link), .number(0)]),
      Step(
        .closeRange,
        [
          .number(InitImage.children), .constant(UInt64(UInt32.max), Constants.lastDescriptor),
          .constant(CloseRangeFlag.closeOnExec, CloseRangeFlag.names),
        ]),
      Step(
        .execveat,
        [
          .cell(image), .text([]), .vector((["cloche-init"] + words).map(bytes)), .vector([]),
          .constant(AtFlag.emptyPath, AtFlag.names),
        ]),
    ]
  }

  /// Waits until the init is ready, as every program does that has one.
  mutating func awaitInit() {
    guard let link else { return }
    var step = Step(.read, [.upper(link), .room(8), .number(1)])
    step.check = Step.Check(expected: 1, mismatch: .brokenPipe)
    plan.steps.append(step)
  }

  /// Launches, and gives the reading end of the pipe. The writing end is the child's alone.
  func launch(presets: [LaunchPlan.Preset] = [], timed: Bool = false) throws -> Launched {
    let ends = try Descriptors.pipe()
    defer { try? ends.write.close() }
    var presets = presets
    let program = try image.map { _ in try InitImage.make() }
    defer { try? program?.close() }
    if let image, let program {
      presets.append(LaunchPlan.Preset(image, Int64(program.rawValue)))
    }
    do {
      let child = try plan.launch(
        presets: presets + [LaunchPlan.Preset(pipe, Int64(ends.write.rawValue))], timed: timed)
      return Launched(child: child, output: ends.read)
    } catch {
      try? ends.read.close()
      throw error
    }
  }

  /// Launches, and waits for the end.
  func run(presets: [LaunchPlan.Preset] = [], timed: Bool = false) throws -> Outcome {
    try launch(presets: presets, timed: timed).finish()
  }
}

/// A child with what it writes.
final class Launched {
  let child: Child
  let output: FileDescriptor

  init(child: consuming Child, output: FileDescriptor) {
    self.child = child
    self.output = output
  }

  deinit { try? output.close() }

  /// All that it writes until nobody can write any more.
  func rest() throws -> [UInt8] {
    var written: [UInt8] = []
    while true {
      let part = try Descriptors.read(output, room: 65536)
      if part.isEmpty { return written }
      written += part
    }
  }

  /// One line, waited for byte by byte.
  func line() throws -> String {
    var line: [UInt8] = []
    while let byte = try Descriptors.read(output, room: 1).first, byte != 0x0a { line.append(byte) }
    return String(decoding: line, as: UTF8.self)
  }

  /// The next message, waited for; nil when nobody is left who could say anything.
  func message() throws -> LaunchMessage? {
    while true {
      switch child.receive() {
      case .message(let message): return message
      case .closed: return nil
      case .nothingYet: _ = try Poll.wait(for: [child.channel.rawValue])
      }
    }
  }

  func finish() throws -> Outcome {
    let written = try rest()
    let status = child.waitForEnd()
    var messages: [LaunchMessage] = []
    while case .message(let message) = child.receive() { messages.append(message) }
    return Outcome(
      status: status, messages: messages, output: written, timings: child.timings)
  }
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
