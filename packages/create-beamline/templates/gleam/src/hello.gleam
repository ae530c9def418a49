/// A string of JavaScript comes as a string.
pub fn greet(name: String) -> String {
  "Hello, " <> name <> "!"
}
