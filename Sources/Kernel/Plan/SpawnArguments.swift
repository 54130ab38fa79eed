import CLaunch

extension Operand {
  /// The argument of a clone3 by which an init makes the program's process. See clone(2).
  ///
  /// - Parameter flags: with CLONE_VM the new process gets a stack of its own.
  package static func spawnArguments(flags: UInt64) -> Operand {
    let stack = flags & CloneFlag.vm != 0 ? UInt64(UInt(bitPattern: cl_program_stack())) : 0
    let size = stack == 0 ? 0 : Int(CL_STACK_SIZE)
    return .structure(
      Structure(
        "clone_args",
        [
          Member("flags", .constant(flags, CloneFlag.names)), Member("pidfd", .number(0)),
          Member("child_tid", .number(0)), Member("parent_tid", .number(0)),
          Member("exit_signal", .constant(UInt64(Signal.child.number), Constants.signals)),
          Member("stack", stack == 0 ? .number(0) : .opaque(stack, "stack")),
          Member("stack_size", .number(size)), Member("tls", .number(0)),
          Member("set_tid", .number(0)), Member("set_tid_size", .number(0)),
          Member("cgroup", .number(0)),
        ]))
  }

  /// sizeof(struct clone_args), CLONE_ARGS_SIZE_VER2.
  package static var spawnArgumentsSize: Operand { .number(88) }
}
