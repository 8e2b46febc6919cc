//! Keys that name a secret, told by the words in them.

/// Words that make a secret of a key wherever they stand in one of its words: `sinkpassword`, `LLKPWD`.
const PARTS: [&str; 16] = [
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "passwort",
    "pwd",
    "secret",
    "credential",
    "token",
    "sasl",
    "jaas",
    "authorization",
    "accesskey",
    "apikey",
    "privatekey",
    "authkey",
];

/// The same in Chinese, which has no word boundaries: passwords, and keys of ciphers.
const CHINESE: [&str; 5] = ["密码", "密碼", "口令", "密钥", "密鑰"];

/// Words that make a secret of a key where they are one of its words: `sink.pass`, `db_pw`.
const WORDS: [&str; 11] =
    ["pass", "pw", "psw", "pswd", "passw", "passkey", "cred", "creds", "cookie", "cookies", "jwt"];

/// Words that name a secret where they are all that the key says.
const WHOLE: [&str; 8] = ["auth", "basicauth", "httpauth", "proxyauth", "clients", "sk", "ak", "signature"];

/// The text before the word "key" where the key is a secret one; not in `primaryKey`, `publicKey`, `hotKey`.
const OF_SECRET_KEYS: [&str; 30] = [
    "access",
    "account",
    "aes",
    "api",
    "app",
    "auth",
    "cipher",
    "crypto",
    "decrypt",
    "decryption",
    "des",
    "encrypt",
    "encrypted",
    "encryption",
    "hmac",
    "keystore",
    "master",
    "priv",
    "private",
    "rsa",
    "secret",
    "secure",
    "security",
    "session",
    "shared",
    "sign",
    "signing",
    "ssh",
    "storage",
    "subscription",
];

/// English words that end in "pass" and are about something else.
const OTHER_PASSES: [&str; 9] =
    ["bypass", "compass", "encompass", "impass", "overpass", "surpass", "trespass", "underpass", "multipass"];

/// Last words of keys that say something about a secret and hold none: `tokenTimeoutSec`, `sasl.mechanism`.
const ABOUT: [&str; 57] = [
    "algorithm",
    "charset",
    "checker",
    "class",
    "count",
    "days",
    "disabled",
    "enable",
    "enabled",
    "encoder",
    "encoding",
    "endpoint",
    "expiration",
    "expire",
    "expires",
    "expiry",
    "factory",
    "file",
    "format",
    "handler",
    "hours",
    "interval",
    "len",
    "length",
    "lifetime",
    "limit",
    "location",
    "mechanism",
    "mechanisms",
    "millis",
    "minutes",
    "mode",
    "ms",
    "num",
    "path",
    "plugin",
    "policies",
    "policy",
    "protocol",
    "provider",
    "required",
    "retries",
    "retry",
    "sec",
    "seconds",
    "secs",
    "size",
    "strategy",
    "timeout",
    "ttl",
    "type",
    "uri",
    "url",
    "validator",
    "version",
    "attempts",
    "age",
];

/// First words of keys that ask whether, or how many.
const ASKING: [&str; 9] = ["allow", "disable", "enable", "has", "is", "max", "min", "require", "requires"];

/// Longer keys are looked at from their end.
const LONGEST: usize = 200;

/// Returns whether the value of this key is a secret. Goes by the words in the key, in any case and joining, so that an
/// undocumented key is rather hidden once too often than shown once. `clients` is the list of a source's logins.
pub fn is_secret_name(key: &str) -> bool {
    let key = key.get(key.ceil_char_boundary(key.len().saturating_sub(LONGEST))..).unwrap_or_default();
    // Most names are none, and there are many of them in a long text.
    if !key.chars().any(char::is_alphabetic) {
        return false;
    }
    if CHINESE.iter().any(|word| key.contains(word)) {
        return true;
    }
    let words = words(key);
    let flat = words.concat();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    if WHOLE.contains(&flat.as_str()) {
        return true;
    }
    if ABOUT.contains(&last.as_str()) || words.len() > 1 && ASKING.contains(&first.as_str()) {
        return false;
    }
    let is_way_through =
        words.windows(2).any(|pair| pair[0] == "pass" && matches!(pair[1].as_str(), "through" | "thru"));
    let is_secret_word = |word: &String| {
        WORDS.contains(&word.as_str()) && !is_way_through
            || word.len() > 4
                && word.ends_with("pass")
                && !OTHER_PASSES.iter().any(|other| word.ends_with(other))
            || PARTS.iter().any(|part| word.contains(part)) && !is_about_tokens(word)
    };
    words.iter().any(is_secret_word)
        || ["accesskey", "apikey", "privatekey"].iter().any(|part| flat.contains(part))
        || ["password", "passphrase", "accessid"].iter().any(|end| flat.ends_with(end))
        || words.windows(2).any(|pair| is_secret_pair(&pair[0], &pair[1]))
}

/// Returns whether two words that follow each other name a secret: `private key`, `access id`.
fn is_secret_pair(before: &str, word: &str) -> bool {
    matches!(word, "key" | "keys") && OF_SECRET_KEYS.contains(&before)
        || word == "id" && before == "access"
        || matches!(word, "word" | "phrase" | "code") && before == "pass"
}

/// Returns whether a word is about tokens of a text: `tokenizer`.
fn is_about_tokens(word: &str) -> bool {
    word.starts_with("tokeni") || word.starts_with("detokeni")
}

/// Returns the words of a key in small letters: divided by signs, by digits, and where capitals begin (`sinkPassword`,
/// `SASLConfig`). Full-width letters count as what they look like.
pub(super) fn words(key: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut previous = Kind::Sign;
    let mut letters = key.chars().map(narrow).peekable();
    while let Some(letter) = letters.next() {
        let kind = Kind::of(letter);
        let next = letters.peek().map_or(Kind::Sign, |next| Kind::of(*next));
        let begins = match (previous, kind) {
            (_, Kind::Sign) => false,
            (Kind::Capital, Kind::Capital) => next == Kind::Small,
            (Kind::Capital, Kind::Small) => false,
            (previous, kind) => previous != kind,
        };
        if begins {
            words.push(String::new());
        }
        if kind != Kind::Sign
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        previous = kind;
    }
    words
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Capital,
    Small,
    Digit,
    Sign,
}

impl Kind {
    fn of(letter: char) -> Self {
        match letter {
            _ if letter.is_numeric() => Self::Digit,
            _ if letter.is_uppercase() => Self::Capital,
            _ if letter.is_alphabetic() => Self::Small,
            _ => Self::Sign,
        }
    }
}

/// Returns a full-width letter as the ASCII one that it looks like.
fn narrow(letter: char) -> char {
    match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_name_a_secret_are_known_in_any_spelling() {
        for key in [
            "password",
            "jdbc.Password",
            "sinkPassword",
            "sinkpassword",
            "PassWord",
            "pass word",
            "pass\u{200b}word",
            "pass_word",
            "ｐａｓｓｗｏｒｄ",
            "PASSWORD2",
            "passwd",
            "PWD",
            "LLKPWD",
            "pw",
            "pass",
            "pass1",
            "dbPass",
            "userpass",
            "keystorePass",
            "passphrase",
            "pass-phrase",
            "passPhrase",
            "privateKey",
            "private_key",
            "PRIVATEKEY",
            "ssl.keystore.key",
            "apiKey",
            "api-key",
            "apikey",
            "X-Api-Key",
            "access_key",
            "accessKeySecret",
            "accessKeyId",
            "accessId",
            "datahub.accessid",
            "sysaccess_key",
            "secretKey",
            "secret",
            "clientSecret",
            "token",
            "authToken",
            "ACCESS_TOKEN",
            "credential",
            "credentials",
            "sasl.jaas.config",
            "SASL_JAAS_CONFIG",
            "saslConfig",
            "ssl.keystore.password",
            "authorization",
            "Proxy-Authorization",
            "auth",
            "cookie",
            "clients",
            "masterKey",
            "encryptionKey",
            "Djavax.net.ssl.keyStorePassword",
            "密码",
            "数据库密码",
        ] {
            assert!(is_secret_name(key), "{key}");
        }
    }

    #[test]
    fn keys_of_ordinary_values_are_not() {
        for key in [
            "",
            "-",
            "7",
            "username",
            "checkpoint",
            "workerNum",
            "passthrough",
            "passThroughColumns",
            "bypass",
            "bypassCheck",
            "compass",
            "passive",
            "passiveMode",
            "ftp.passive",
            "tokenizer",
            "tokenize",
            "keyColumn",
            "primaryKey",
            "publicKey",
            "foreignKey",
            "hotKeyMerge",
            "partitionKey",
            "key",
            "keys",
            "monkey",
            "accessIdleTimeout",
            "access",
            "author",
            "authMode",
            "sasl.mechanism",
            "sasl.enabled",
            "security.protocol",
            "passwordCharacterEncoding",
            "token.timeout.ms",
            "tokenType",
            "maxTokens",
            "enableSasl",
            "ssl.truststore.location",
            "allowPublicKeyRetrieval",
            "client.id",
            "任务",
        ] {
            assert!(!is_secret_name(key), "{key}");
        }
    }

    #[test]
    fn keys_are_divided_into_words() {
        for (key, expected) in [
            ("sinkPassword", "sink password"),
            ("SASLConfig", "sasl config"),
            ("SASL_JAAS_CONFIG", "sasl jaas config"),
            ("access-key.id2x", "access key id 2 x"),
            ("ÜberMaß", "über maß"),
        ] {
            assert_eq!(words(key).join(" "), expected);
        }
    }
}
