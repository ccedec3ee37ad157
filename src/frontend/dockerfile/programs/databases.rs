//! Clients of databases and brokers, and what their options say of passwords.

use super::table::{Credential, Form, Program, Style, plain};

/// [Connection options](https://dev.mysql.com/doc/refman/8.4/en/connection-options.html): the password follows its
/// option without a blank.
const MYSQL: &str = "\
    password|p=+ user|u= host|h= port|P= socket|S= execute|e= database|D= defaults-file= defaults-extra-file= \
    protocol= default-character-set= batch|B silent|s force|f verbose|v skip-column-names|N raw|r table|t xml|X \
    html|H wait|w compress|C safe-updates|U ssl-mode= all-databases|A result-file|r= where=";

const PASSWORD: &[Credential] = &[Credential::option("password", Form::Whole)];

pub(super) const PROGRAMS: &[Program] = &[
    Program {
        names: &[
            "mysql",
            "mysqladmin",
            "mysqldump",
            "mysqlimport",
            "mysqlshow",
            "mysqlcheck",
            "mysqlslap",
            "mysqlpump",
            "mysql_upgrade",
            "mysqlsh",
            "mariadb",
            "mariadb-admin",
            "mariadb-dump",
            "mariadb-import",
            "mariadb-show",
            "mariadb-check",
            "mariadb-upgrade",
            "mysqld_safe",
        ],
        options: MYSQL,
        credentials: PASSWORD,
        ..Program::PLAIN
    },
    Program {
        names: &["redis-cli", "valkey-cli", "keydb-cli"],
        options: "\
            pass|a= user= host|h= port|p= socket|s= uri|u= db|n= repeat|r= interval|i= delimiter|d= \
            no-auth-warning tls cacert= cert= key= eval=",
        credentials: &[Credential::option("pass", Form::Whole)],
        ..Program::PLAIN
    },
    Program {
        names: &["redis-server", "valkey-server", "keydb-server"],
        options: "requirepass= masterauth= port= bind= dir= appendonly= save= protected-mode= maxmemory= daemonize=",
        credentials: &[Credential::option("requirepass", Form::Whole), Credential::option("masterauth", Form::Whole)],
        ..Program::PLAIN
    },
    Program {
        names: &["mongo", "mongosh", "mongodump", "mongorestore", "mongoimport", "mongoexport"],
        options: "\
            password|p= username|u= host|h= port= db|d= collection|c= eval= authenticationDatabase= file|f= \
            out|o= uri= quiet norc type= archive=? gzip drop",
        credentials: PASSWORD,
        ..Program::PLAIN
    },
    Program {
        names: &["sqlcmd", "bcp"],
        options: "P= U= S= d= Q= q= i= o= C l= b N E",
        credentials: &[Credential::option("P", Form::Whole)],
        ..Program::PLAIN
    },
    Program {
        names: &["cqlsh"],
        options: "password|p= username|u= execute|e= file|f= keyspace|k= cqlversion= ssl",
        credentials: PASSWORD,
        ..Program::PLAIN
    },
    Program {
        names: &["influx"],
        options: "\
            password|p= username|u= host= port= database= execute= token|t= org|o= bucket|b= retention|r= \
            force|f precision=",
        style: Style::Single,
        credentials: &[Credential::option("password", Form::Whole), Credential::option("token", Form::Whole)],
        ..Program::PLAIN
    },
    Program {
        names: &["ldapsearch", "ldapadd", "ldapmodify", "ldapdelete", "ldappasswd", "ldapwhoami"],
        options: "w= D= H= h= p= b= f= y= s= S= a= x W Z v c L Y= Q U= o= e= E=",
        credentials: &[Credential::option("w", Form::Whole)],
        ..Program::PLAIN
    },
    Program {
        names: &["rabbitmqctl"],
        options: "vhost|p= node|n= quiet|q longnames|l timeout|t=",
        subcommands: Some(&[
            plain(&["add_user"], ""),
            plain(&["change_password"], ""),
            plain(&["authenticate_user"], ""),
        ]),
        credentials: &[
            Credential::argument("add_user", 1, Form::Whole),
            Credential::argument("change_password", 1, Form::Whole),
            Credential::argument("authenticate_user", 1, Form::Whole),
        ],
        ..Program::PLAIN
    },
];
