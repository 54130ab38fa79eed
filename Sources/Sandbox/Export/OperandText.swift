import Kernel
import Language

extension LaunchPlan {
  /// A step in C's words: `target = openat2(root, "proc", {flags=O_PATH}, 24)`.
  package func text(of step: Step) -> String {
    let operands = step.operands.map { text(of: $0) }.joined(separator: ", ")
    let call = "\(step.call.name)(\(operands))"
    return step.result.map { "\(name(of: $0)) = \(call)" } ?? call
  }

  /// An argument in C's words; cells by their names.
  package func text(of operand: Operand) -> String {
    switch operand {
    case .null: "NULL"
    case .number(let value): String(value)
    case .mode(let value): value == 0 ? "0" : "0" + String(value, radix: 8)
    case .constant(let value, let names): names.text(of: value)
    case .opaque(_, let name): name
    case .text(let bytes), .data(let bytes): "\"\(quoted(bytes))\""
    case .vector(let strings):
      "[" + strings.map { "\"\(quoted($0))\"" }.joined(separator: ", ") + "]"
    case .environment: "environment"
    case .structure(let structure): text(of: structure)
    case .room: "buffer"
    case .ids(let ids): "[" + ids.map(String.init).joined(separator: ", ") + "]"
    case .cell(let cell): name(of: cell)
    case .upper(let cell): "\(name(of: cell))[1]"
    case .address(let cell): "&\(name(of: cell))"
    }
  }

  private func quoted(_ bytes: [UInt8]) -> String {
    var text = ""
    for character in bytes.displayed {
      if character == "\"" { text += "\\" }
      text.append(character)
    }
    return text
  }

  /// The members that say something: zeros are left out.
  private func text(of structure: Operand.Structure) -> String {
    let members = structure.members.compactMap { member -> String? in
      switch member.value {
      case .number(0), .mode(0): return nil
      case .constant(0, let names) where names.areFlags: return nil
      case .data: return member.name
      default: return "\(member.name)=\(text(of: member.value))"
      }
    }
    return "{" + members.joined(separator: ", ") + "}"
  }
}
