//! The six fields that every answer of the CM has, in the API page's order.

use serde_json::Value;

/// An answer's fields in the order in which they are written. Kept as a list and not as a type with six
/// members because faults take fields away and put things of other types in their place.
#[derive(Clone, Debug, PartialEq)]
pub struct Envelope(Vec<(String, Value)>);

impl Envelope {
    /// The operation was accepted. `result` is the name that the task has now.
    pub fn confirmed(result: &str) -> Self {
        Self::of(Value::Null, Value::Null, Value::Null, true, Value::from(result), Value::Null)
    }

    /// The operation was refused.
    ///
    /// The API page shows no refusal. That one fills the same six fields is a guess; clients should not
    /// rely on it, and faults show them the other shapes.
    pub fn refused(code: &str, message: &str, detail: Value, retryable: Value) -> Self {
        Self::of(code.into(), message.into(), detail, false, Value::Null, retryable)
    }

    fn of(
        code: Value,
        message: Value,
        detail: Value,
        success: bool,
        result: Value,
        retryable: Value,
    ) -> Self {
        let fields = [
            ("errCode", code),
            ("errMsg", message),
            ("errorDetail", detail),
            ("isSuccess", Value::Bool(success)),
            ("result", result),
            ("retryable", retryable),
        ];
        Self(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// Puts `value` in the field's place, or at the end if there is no such field.
    pub fn set(&mut self, field: &str, value: Value) {
        match self.0.iter_mut().find(|(name, _)| name == field) {
            Some((_, old)) => *old = value,
            None => self.0.push((field.to_owned(), value)),
        }
    }

    /// Takes the field away, if it is there.
    pub fn remove(&mut self, field: &str) {
        self.0.retain(|(name, _)| name != field);
    }

    /// Returns the envelope as JSON, without spaces.
    pub fn to_json(&self) -> String {
        let fields: Vec<_> =
            self.0.iter().map(|(name, value)| format!("{}:{value}", Value::from(name.as_str()))).collect();
        format!("{{{}}}", fields.join(","))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_confirmation_has_the_six_fields_in_order() {
        assert_eq!(
            Envelope::confirmed("a\"b").to_json(),
            r#"{"errCode":null,"errMsg":null,"errorDetail":null,"isSuccess":true,"result":"a\"b","retryable":null}"#
        );
    }

    #[test]
    fn fields_can_be_replaced_removed_and_invented() {
        let mut envelope = Envelope::confirmed("a");
        envelope.set("isSuccess", Value::from("true"));
        envelope.set("extra", Value::from(1));
        envelope.remove("errCode");
        envelope.remove("errMsg");
        assert_eq!(
            envelope.to_json(),
            r#"{"errorDetail":null,"isSuccess":"true","result":"a","retryable":null,"extra":1}"#
        );
    }
}
