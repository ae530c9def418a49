/// A string of JavaScript comes as a string.
pub fn greet(name: String) -> String {
  "Hello, " <> name <> "!"
}

pub fn sum(numbers: List(Int)) -> Int {
  case numbers {
    [] -> 0
    [first, ..rest] -> first + sum(rest)
  }
}

pub fn main() -> Int {
  sum([1, 2, 3])
}
