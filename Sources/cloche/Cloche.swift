import Console

@main
enum Cloche {
  static func main() { Console.Program.main() }
}
