//! Which configuration values are secrets: never stored, logged or linked, and hidden on the screen.

/// Whether the value of this key is a secret. Goes by the words in the key, so that an undocumented
/// key is rather hidden once too often than shown once. `clients` is the list of a source's logins.
pub fn is_secret(key: &str) -> bool {
    let key: String =
        key.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    const WORDS: [&str; 9] =
        ["password", "passwd", "pwd", "secret", "accesskey", "accessid", "sasl", "credential", "token"];
    key == "clients" || WORDS.iter().any(|word| key.contains(word))
}

/// Whether a value is a mask (`******`) that some interface showed in place of a secret. Setting it
/// would overwrite the real value with asterisks.
pub fn is_mask(value: &str) -> bool {
    let value = value.trim();
    !value.is_empty() && value.chars().all(|c| matches!(c, '*' | '•' | '＊'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_name_a_secret_are_known_in_any_spelling() {
        for key in [
            "password",
            "jdbc.Password",
            "access_key",
            "accessKeySecret",
            "sasl.jaas.config",
            "PWD",
            "clients",
        ] {
            assert!(is_secret(key), "{key}");
        }
        for key in ["username", "checkpoint", "workerNum", "maxRecordCapacity"] {
            assert!(!is_secret(key), "{key}");
        }
    }

    #[test]
    fn only_asterisks_are_a_mask() {
        assert!(is_mask("******") && is_mask(" * "));
        assert!(!is_mask("") && !is_mask("a*") && !is_mask("  "));
    }
}
