import Glibc
import TestSupport
import Testing

@testable import Kernel

/// The one idiom for a system call of cloche's own.
@Suite struct CallTests {
  /// Answers as a function of the C library would: interrupted so often, then with an error.
  private final class Answers {
    private var interruptions: Int
    private let last: Int32
    private(set) var calls = 0

    init(interruptions: Int, thenErrno last: Int32 = 0) {
      self.interruptions = interruptions
      self.last = last
    }

    func next() -> Int32 {
      calls += 1
      if interruptions > 0 {
        interruptions -= 1
        errno = EINTR
        return -1
      }
      errno = last
      return last == 0 ? 7 : -1
    }
  }

  @Test func aRefusalNamesWhatWasToBeDone() {
    let answers = Answers(interruptions: 0, thenErrno: EACCES)
    let error = #expect(throws: KernelError.self) {
      try call("open the door", retryOnInterrupt: true) { answers.next() }
    }
    #expect(error == KernelError("open the door", .permissionDenied))
    #expect(answers.calls == 1)
  }

  @Test func anInterruptedCallIsMadeAgainWhereThatIsSaid() throws {
    let answers = Answers(interruptions: 3)
    #expect(try call("wait", retryOnInterrupt: true) { answers.next() } == 7)
    #expect(answers.calls == 4)
  }

  @Test func elseItIsARefusal() {
    let answers = Answers(interruptions: 3)
    let error = #expect(throws: KernelError.self) {
      try call("wait", retryOnInterrupt: false) { answers.next() }
    }
    #expect(error == KernelError("wait", .interrupted))
    #expect(answers.calls == 1)
  }

  @Test func theKernelItselfAnswersWithTheNumber() throws {
    var interruptions = 2
    let result = try rawCall("ask", retryOnInterrupt: true) { () -> Int in
      interruptions -= 1
      return interruptions >= 0 ? -Int(EINTR) : 5
    }
    #expect(result == 5)
    let error = #expect(throws: KernelError.self) {
      try rawCall("ask", retryOnInterrupt: false) { -Int(EPERM) }
    }
    #expect(error == KernelError("ask", .notPermitted))
    // An address in the upper half is no error.
    #expect(try rawCall("map", retryOnInterrupt: false) { -4096 } == -4096)
  }

  @Test func bytesAreThoseThatWereStored() throws {
    let stored = try callForBytes("fill", room: 8, retryOnInterrupt: false) { buffer in
      buffer.copyBytes(from: [1, 2, 3])
      return 3
    }
    #expect(stored == [1, 2, 3])
    let error = #expect(throws: KernelError.self) {
      try callForBytes("fill", room: 8, retryOnInterrupt: false) { _ in
        errno = EIO
        return -1
      }
    }
    #expect(error == KernelError("fill", .ioError))
  }

  /// Read in a second place it might be the errno of something that came in between.
  @Test func errnoIsReadInOnePlace() {
    let kernel = SourceFiles.all.filter { $0.file.hasPrefix("Kernel/") }
    let readers = kernel.filter { $0.text.contains("(rawValue: errno)") }
    #expect(readers.map(\.file) == ["Kernel/Call.swift"])
    let comparing = kernel.filter { $0.text.contains(#/[^.\w]errno [=!]= /#) }
    #expect(comparing.map(\.file) == [])
  }
}
