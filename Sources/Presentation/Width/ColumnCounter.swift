/// Counts the columns of a text on a terminal, scalar by scalar.
///
/// A variation selector, a skin tone and what a joiner joins change the emoji before them and take no
/// columns of their own. See Unicode Technical Standard 51.
package struct ColumnCounter {
  /// The columns of what was added.
  package private(set) var columns = 0
  /// The emoji that the next scalar may change.
  private var picture: Unicode.Scalar?
  private var pictureIsWide = false
  /// A zero width joiner stands behind it.
  private var isJoined = false

  package init() {}

  /// Counts a text behind the present one.
  package mutating func add(_ text: some StringProtocol) {
    for scalar in text.unicodeScalars { add(scalar) }
  }

  /// Counts a scalar behind the present text.
  package mutating func add(_ scalar: Unicode.Scalar) {
    if let picture {
      switch scalar.value {
      case 0xfe0f where picture.isWidened: return widen()
      case 0x1f3fb...0x1f3ff where picture.properties.isEmojiModifierBase: return widen()
      // Digits have a form as emoji, but join with nothing.
      case 0x200d where !picture.isASCII:
        isJoined = true
        return
      default: break
      }
    }
    let width = scalar.displayWidth
    // What is drawn onto the emoji leaves it what it is.
    guard width > 0 else { return }
    let isPicture = width == 2 ? scalar.properties.isEmoji : scalar.isWidened
    if isJoined, isPicture { return widen() }
    isJoined = false
    picture = isPicture ? scalar : nil
    pictureIsWide = width == 2
    columns += width
  }

  /// The emoji is one of two columns, whatever it was.
  private mutating func widen() {
    isJoined = false
    if !pictureIsWide { columns += 1 }
    pictureIsWide = true
  }
}
