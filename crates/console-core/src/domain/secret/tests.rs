//! What is a secret, in texts of every kind, and what is none.

use proptest::prelude::*;

use super::*;
use crate::domain::config_map::ConfigMap;
use crate::forms::catalogue::Catalogue;

fn dots(text: &str) -> String {
    dotted(text).unwrap_or_else(|| text.to_owned())
}

#[test]
fn every_secret_is_hidden_and_nothing_else() {
    for (text, expected) in [
        // By name.
        (r#"{"a":{"password":"s3","b":"c"}}"#, r#"{"a":{"password":"••","b":"c"}}"#),
        (r#"{"password" : "s\"3\\", "b":1}"#, r#"{"password" : "••••••", "b":1}"#),
        (r#"{"password": 12, "b":1}"#, r#"{"password": ••, "b":1}"#),
        (r#"{"pass word":"s","pass\u0077ord":"t"}"#, r#"{"pass word":"•","pass\u0077ord":"•"}"#),
        (r#"{"clients":[{"u":"]"}],"b":"c"}"#, r#"{"clients":•••••••••••,"b":"c"}"#),
        (r#"{"p":"{\"sasl.x\":\"s\\\"t\",\"b\":\"c\"}"}"#, r#"{"p":"{\"sasl.x\":\"••••••\",\"b\":\"c\"}"}"#),
        ("{password: s3,\n 'token': 't t'}", "{password: ••,\n 'token': '•••'}"),
        ("a=b\npassword = s 3,;\nc=d", "a=b\npassword = •••••\nc=d"),
        ("password=\"s 3\" c=d", "password=\"•••\" c=d"),
        ("user='u' password = 's\"3' more", "user='u' password = '•••' more"),
        ("Authorization: Basic dTpw", "Authorization: ••••••••••"),
        ("{\"Authorization\": \"Basic dTpw\"}", "{\"Authorization\": \"••••••••••\"}"),
        ("a Bearer eyJhbG.x-1 b", "a Bearer •••••••••• b"),
        ("set password('s3')", "set password('••')"),
        ("tool --password s3 --x y", "tool --password •• --x y"),
        ("curl -u a:s3 http://h", "curl -u a:•• http://h"),
        (
            "-Xmx2g -Djavax.net.ssl.keyStorePassword=s3 -Dx=y",
            "-Xmx2g -Djavax.net.ssl.keyStorePassword=•• -Dx=y",
        ),
        ("create user a identified by 's3'; x", "create user a identified by '••'; x"),
        ("<a><password>s3</password><b>c</b></a>", "<a><password>••</password><b>c</b></a>"),
        ("<p><name>password</name><value>s3</value></p>", "<p><name>password</name><value>••</value></p>"),
        (
            "<p name=\"password\" value=\"s3\"/><p name=\"a\" value=\"b\"/>",
            "<p name=\"password\" value=\"••\"/><p name=\"a\" value=\"b\"/>",
        ),
        ("用户=a，密码：s3", "用户=a，密码：••"),
        (r#"{"p":"password=s 3,;","b":"c"}"#, r#"{"p":"password=•••••","b":"c"}"#),
        (r#"{"errMsg":"password: must not be empty"}"#, r#"{"errMsg":"password: •••• not be empty"}"#),
        // By shape.
        (
            r#"{"url":"jdbc:h?user=u&password=s,3","b":"c"}"#,
            r#"{"url":"jdbc:h?user=u&password=•••","b":"c"}"#,
        ),
        ("jdbc:oceanbase://a:s3@h:2883/db", "jdbc:oceanbase://a:••@h:2883/db"),
        ("http://a:s3@h", "http://a:••@h"),
        ("jdbc:oceanbase://root@sys#ob:s3@h:2883/db", "jdbc:oceanbase://root@sys#ob:••@h:2883/db"),
        ("mongodb+srv://a:s%403@h1,h2/db", "mongodb+srv://a:•••••@h1,h2/db"),
        ("mysql://a:s3@h1:1,b:t@u4@h2:2/db", "mysql://a:••@h1:1,b:••••@h2:2/db"),
        ("redis://:s3@h:1", "redis://:••@h:1"),
        ("http://a:s/3?4@h/x", "http://a:•••••@h/x"),
        (r#"{"u":"jdbc:mysql:\/\/a:s3@h\/db"}"#, r#"{"u":"jdbc:mysql:\/\/a:••@h\/db"}"#),
        ("x=http%3A%2F%2Fa%3As3%40h%2F", "x=http%3A%2F%2Fa%3A••%40h%2F"),
        ("jdbc:oracle:thin:a/s3@h:1521:x", "jdbc:oracle:thin:a/••@h:1521:x"),
        ("jdbc:oracle:thin:a/s3@//h:1521/x", "jdbc:oracle:thin:a/••@//h:1521/x"),
        ("jdbc:oracle:oci:a/\"s@3\"@tns", "jdbc:oracle:oci:a/\"•••\"@tns"),
        ("sqlplus a/s3@h", "sqlplus a/••@h"),
        ("jdbc:sqlserver://h:1;user=a;password=s 3,;x=y", "jdbc:sqlserver://h:1;user=a;password=••••;x=y"),
        (
            "mysql://address=(host=h)(user=a)(password=s3)/db",
            "mysql://address=(host=h)(user=a)(password=••)/db",
        ),
        (
            r#"[{"name":"password","value":"s3"},{"name":"a","value":"b"}]"#,
            r#"[{"name":"password","value":"••"},{"name":"a","value":"b"}]"#,
        ),
        (
            r#"[{"value":"s}3","type":"x","key":"secretKey"}]"#,
            r#"[{"value":"•••","type":"x","key":"secretKey"}]"#,
        ),
        (r#"{"p":"[{\"k\":\"token\",\"v\":\"s3\"}]"}"#, r#"{"p":"[{\"k\":\"token\",\"v\":\"••\"}]"}"#),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\n",
            "-----BEGIN RSA PRIVATE KEY-----\n•••\n-----END RSA PRIVATE KEY-----\n",
        ),
        (
            "<property name=\"connection.password\">s3</property>",
            "<property name=\"connection.password\">••</property>",
        ),
        (
            "<entry key='password'>s3</entry><entry key='a'>b</entry>",
            "<entry key='password'>••</entry><entry key='a'>b</entry>",
        ),
        (
            "<password encrypted=\"no\" a=\">\">s3</password>",
            "<password encrypted=\"no\" a=\">\">••</password>",
        ),
        ("<password><![CDATA[s<3]]></password>", "<password><![CDATA[•••]]></password>"),
        (
            "<p name=\"password\"><value>s3</value></p><value>b</value>",
            "<p name=\"password\"><value>••</value></p><value>b</value>",
        ),
        (
            "<p name=\"password\"><value><![CDATA[s3]]></value></p>",
            "<p name=\"password\"><value><![CDATA[••]]></value></p>",
        ),
        (r#"{"x":"<password a=\"b\">s3</password>"}"#, r#"{"x":"<password a=\"b\">••</password>"}"#),
        ("root:s3@tcp(h:3306)/db", "root:••@tcp(h:3306)/db"),
        ("root:s/3:@4@unix(/tmp/x)/db", "root:••••••@unix(/tmp/x)/db"),
        ("root:s3@h:2881", "root:••@h:2881"),
        ("root:s3@h", "root:••@h"),
        ("dsn=root@sys#ob:s@3@10.0.0.5:2881/db?x=y", "dsn=root@sys#ob:•••@10.0.0.5:2881/db?x=y"),
        ("connect root:s3@[::1]:2881 now", "connect root:••@[::1]:2881 now"),
        // Nothing divides one login from the next.
        ("x:a/s%3@le:thin:a/t4@h", "x:a/••••••••••••••••@h"),
        ("a/s3@h/db/a/t4@h2", "a/••••••••••••@h2"),
        ("root:s3@h:2881/db&root:t4@h2:2881/db", "root:••••••••••••••••••••@h2:2881/db"),
        ("root:s3@h:2881，root:t4@h2:2881", "root:•••••••••••••••••@h2:2881"),
        ("smb://dom;user:s3@h/x", "smb://dom;user:••@h/x"),
        (r#"[{"id":"password","value":"s3"}]"#, r#"[{"id":"password","value":"••"}]"#),
        (r#"{"name":"password","text":"s3"}"#, r#"{"name":"password","text":"••"}"#),
        (r#"{"header":"Basic dTpw"}"#, r#"{"header":"Basic ••••"}"#),
        ("basic YTpodW50ZXIy", "basic ••••••••••••"),
        // Not finished yet.
        ("<property name=\"password\">s3", "<property name=\"password\">••"),
        ("<password a=\"b\"><![CDATA[s3", "<password a=\"b\"><![CDATA[••"),
        ("x Basic YTpodW5", "x Basic •••••••"),
        (r#"{"a":{"password":"s3"#, r#"{"a":{"password":"••"#),
        ("{\"a\":{\"password\":\"s\n\"b", "{\"a\":{\"password\":\"•\n\"b"),
        ("{\"clients\":[{\n\"x", "{\"clients\":••\n••"),
        (r#"{"password" "s3"}"#, r#"{"password" "••"}"#),
        ("jdbc:mysql://a:s3", "jdbc:mysql://a:••"),
        ("jdbc:oracle:thin:a/s3", "jdbc:oracle:thin:a/••"),
        (r#"[{"name":"password","value":"s3"#, r#"[{"name":"password","value":"••"#),
        ("-----BEGIN PRIVATE KEY-----\nabc", "-----BEGIN PRIVATE KEY-----\n•••"),
    ] {
        assert_eq!(dots(text), expected, "{text}");
        assert!(has_secrets(text), "{text}");
    }
}

/// Texts without a secret.
const HARMLESS: [&str; 71] = [
    "",
    r#"{"sink":{"workerNum":"8","url":"jdbc:h"}}"#,
    r#"{"password":"#,
    r#"{"password":""}"#,
    r#"{"password":null,"token":true,"credentials":{},"clients":[]}"#,
    r#"{"password":"${DB_PASSWORD}"}"#,
    "password=${file:/etc/x.properties:password}",
    "${secret:db/password}",
    "jdbc:mysql://a:${PASSWORD}@h/db",
    "jdbc:mysql://h/db?user=u&password=&x=y",
    "jdbc:mysql://h:3306/db?user=u&ssl=true",
    "jdbc:mysql://h1:3306,h2:3306/db?user=a@b#c",
    "jdbc:mysql://[::1]:3306/db",
    "jdbc:oceanbase:hamode://h:2883/db",
    "jdbc:oceanbase://h:2883/?user=root@sys#ob",
    "jdbc:mysql://a@h/db",
    "http://h:8080/a@b",
    "http://h:8080/@scope/pkg?x=a:b@c",
    "http://${host}:${port}/x",
    "hdfs://ns1:8020/x",
    "jdbc:oracle:thin:@h:1521:x",
    "jdbc:oracle:thin:@//h:1521/x",
    "jdbc:oracle:thin:a@h:1521/x",
    "kafka/k1.example.com@EXAMPLE.COM",
    "hbase/_HOST@EXAMPLE.COM",
    "/home/a/b@c",
    "a@b.example",
    "10.0.0.5-9000:connector_v2:p_4pwd-incr_trans-1-0:0000000001",
    "token-host-9000:connector_v2:p_x-incr_trans-1-0:0000000001",
    r#"{"p_4pwd_source-000-0":"1676286000"}"#,
    r#"{"token-host:connector_v2:p_x-incr_trans-1-0":"1676286000"}"#,
    r#"[{"name":"db","subset":[{"name":"password","all":true},{"name":"tokens"}]}]"#,
    r#"[{"name":"workerNum","value":"8"},{"name":"user","value":"password"}]"#,
    r#"{"columns":["id","password","salt"]}"#,
    "SELECT * FROM t WHERE a = 'b' AND c > 12:30",
    "passthrough=1;bypass=2;compass: n; primaryKey=id",
    "publicKey=MIIBIjANBg, keyColumn: id",
    "-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----",
    "Basic usage, bearer of news",
    "the password is kept elsewhere",
    "-Xms1g -Xmx2g -XX:+UseG1GC -u",
    r#"{"max.request.size": "1024 * 1024 * 1024", "acks": "1", "retries": "1000"}"#,
    r#"{"security.protocol":"SASL_PLAINTEXT","sasl.mechanism":"PLAIN","sasl.enabled":true}"#,
    "{\"source\":{\"checkpoint\":\"{\\\"p_x-source-000-0\\\":\\\"1676286000\\\"}\"}}",
    r"C:\temp\new \d+\.\w* \u12",
    "5% & more &lt; 3 %zz",
    "2026-11-20T19:00:00+08:00",
    "a:b:c=d;e&f?g",
    "authMode=LDAP, author: x",
    "<property name=\"connection.url\">x</property><a b=\"password\">c</a>",
    "<password encrypted=\"no\"/>x<b>c</b>",
    "<password><![CDATA[]]></password>",
    "mailto:a@b.example",
    "user:a@b.example",
    "User:alice@EXAMPLE.COM",
    "git@github.com:a/b",
    "scp a@h:/x b:c",
    "nginx:1.25@sha256:0011223344556677",
    "npm:react@17.0.2",
    "classpath:/a@b",
    "listener:com.x.Listener@5e9f23b4",
    "19:00@h",
    "10.0.0.5-9000:connector_v2:p_1-incr_trans-1-0:0000000001@h",
    "root:@h:2881",
    "root:${PW}@h:2881",
    "see http://h;a=b",
    "jdbc:sqlserver://h:1433;user=a;encrypt=true",
    r#"{"id":"7","value":"x","password":""}"#,
    r#"{"clientId":"password-app","value":"x"}"#,
    "Basic Usage of Basic LANGUAGE, Basic 12345678",
    r#"{"name":"user","text":"password"}"#,
];

#[test]
fn what_is_no_secret_is_shown() {
    for text in HARMLESS {
        assert_eq!(dotted(text), None, "{text}");
        assert!(!has_secrets(text), "{text}");
    }
}

#[test]
fn a_value_is_a_secret_by_its_key_or_its_shape() {
    for (scope, key, value) in [
        ("sink", "password", "8"),
        ("sink", "sinkPassword", "x"),
        ("sink", "passphrase", "x"),
        ("sink", "privateKey", "x"),
        ("sink", "apiKey", "x"),
        ("sink", "pass", "x"),
        ("credentials", "a", "x"),
        ("sink", "jdbcUrl", "jdbc:oceanbase://a:hunter2@h"),
        ("sink", "endpoint", "http://a:hunter2@h"),
        ("sink", "jdbcUrl", "jdbc:oracle:thin:a/hunter2@h"),
        ("sink", "properties", r#"[{"name":"password","value":"hunter2"}]"#),
        ("sink", "password", "${NAME:hunter2}"),
        ("source", "checkpoint", r#"{"password":"hunter2"}"#),
    ] {
        assert!(holds_secret(scope, key, value), "{scope}.{key} {value}");
    }
    for (scope, key, value) in [
        ("sink", "password", ""),
        ("sink", "password", " "),
        ("sink", "password", "${DB_PASSWORD}"),
        ("sink", "enableToken", "1"),
        ("sink", "token", "true"),
        ("sink", "clients", "[]"),
        ("sink", "username", "hunter2"),
        ("source", "checkpoint", r#"{"token":"1676286000","password":"1676286000"}"#),
    ] {
        assert!(!holds_secret(scope, key, value), "{scope}.{key} {value}");
    }
}

#[test]
fn of_the_documented_keys_and_values_only_the_secrets_are_hidden() {
    let text = include_str!("../../../../../static/config-keys.json");
    let catalogue = Catalogue::read(text).unwrap();
    let mut found = std::collections::BTreeSet::new();
    for scope in catalogue.scopes() {
        for documented in catalogue.keys(scope, None, None) {
            let key = documented.key.as_str();
            if holds_secret(scope, key, "x") {
                found.insert(format!("{scope}.{key}"));
            }
            for value in documented.default.iter().chain(&documented.values) {
                assert!(!holds_secret(scope, key, value), "{scope}.{key} {value}");
                assert_eq!(mask_in_value(scope, key, value), None, "{scope}.{key} {value}");
            }
        }
    }
    let expected = [
        "sink.accessId",
        "sink.accessKey",
        "sink.password",
        "sink.saslConfig",
        "sink.secretKey",
        "sink.sysPassword",
        "source.clients",
        "source.password",
    ];
    assert_eq!(found.into_iter().collect::<Vec<_>>(), expected);
}

#[test]
fn what_shows_only_once_a_secret_is_left_out_is_left_out_too() {
    for text in [
        "{\"data\": [ {\"name\": \"a:secret: [\n {x: 1\n }\n }\n ]\n }  \"name\": \"a:secret: [ { \"name\": \"p\" }\n ]",
        "{\n  \"sink\": {\n    \"nullword\":{\"(no---token---t recorded)\"\n  }\n}",
        "{\"nullword\":{\"(no-------------------------token---------------------t recorded)\"\n  }\n}",
    ] {
        for instead in [HIDDEN, WITHHELD] {
            let once = redacted(text, instead).into_owned();
            assert!(!has_secrets(&once), "{once}");
        }
    }
}

proptest! {
    #[test]
    fn what_is_hidden_keeps_its_place(
        text in "(password|token|://a:|@|oracle:|/|name|value|<|>|Bearer |a|[=:,;&?%{}\\[\\]\"'\\\\ \n-]|•|任|🙂|\\$\\{){0,24}",
    ) {
        let hidden = dots(&text);
        prop_assert_eq!(hidden.chars().count(), text.chars().count());
        for (before, after) in text.chars().zip(hidden.chars()) {
            prop_assert!(before == after || before != '\n' && after == DOT);
        }
        prop_assert_eq!(has_secrets(&text), dotted(&text).is_some());
    }

    #[test]
    fn any_text_can_be_looked_into(text in any::<String>()) {
        let _ = (dotted(&text), redacted(&text, HIDDEN), mask_in_value(&text, &text, &text), mask_in_name(&text));
        let _ = holds_secret("sink", &text, &text);
    }

    #[test]
    fn a_secret_value_is_hidden_however_far_it_is_typed(
        value in "[a-z0-9\"\\\\:={}\\[\\]任]{1,12}", cut in 0usize..12,
    ) {
        let value = format!("c4n4ry{value}");
        for key in ["password", "sink.accessKey", "sasl_jaas", "privateKey", "PASS"] {
            let whole = ConfigMap::of("sink", key, value.clone()).to_json();
            let written = crate::text::json::text(value.as_str());
            let start = whole.find("c4n4ry").unwrap_or_default();
            let cut = whole.floor_char_boundary((start + 6 + cut).min(whole.len()));
            for text in [whole.as_str(), &whole[..cut]] {
                let hidden = dots(text);
                prop_assert!(!hidden.contains("c4n4ry"), "{hidden}");
                prop_assert!(!hidden.contains(&written), "{hidden}");
            }
        }
    }
}
