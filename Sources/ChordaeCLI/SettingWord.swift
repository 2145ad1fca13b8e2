import ArgumentParser

/// One of a setting's words as an argument.
struct SettingWord<Value: RawRepresentable & CaseIterable>: ExpressibleByArgument
where Value.RawValue == String {
  let value: Value

  init?(argument: String) {
    guard let value = Value(rawValue: argument) else { return nil }
    self.value = value
  }

  static var allValueStrings: [String] { Value.allCases.map(\.rawValue) }
}
