//! Users and their passwords, and programs that unlock something with a password.

use super::table::{At, Credential, Form, Program, Style};

const USER: &str = "\
    password|p= uid|u= gid|g= groups|G= home-dir|home|d= shell|s= comment|c= no-log-init|l system|r \
    create-home|m no-create-home|M no-user-group|N user-group|U non-unique|o expiredate|e= inactive|f= root|R= \
    prefix|P= skel|k= key|K= base-dir|b= selinux-user|Z= badname|badnames btrfs-subvolume-home \
    add-subids-for-system|F";

/// Of `usermod` some letters mean something else.
const MODIFY: &str = "\
    password|p= append|a login|l= uid|u= gid|g= groups|G= home|d= move-home|m shell|s= comment|c= lock|L \
    unlock|U non-unique|o expiredate|e= inactive|f= root|R= prefix|P= remove|r add-subuids|v= add-subgids|w= \
    del-subuids|V= del-subgids|W=";

const PASSWORD: &[Credential] = &[Credential::option("password", Form::Whole)];

/// [How OpenSSL takes passwords](https://docs.openssl.org/master/man1/openssl-passphrase-options/).
const OPENSSL: &str = "\
    passin= passout= pass= k= in= out= inkey= key= keyout= days= subj= config= extensions= addext= newkey= CA= \
    CAkey= CAfile= name= inform= outform= salt 1 5 6 stdin aes-256-cbc pbkdf2 iter= nodes noenc x509 new export \
    certfile= a d e base64 nosalt sha256 sha512 md= des3 aes128 aes256 pubout nocerts nokeys clcerts text noout \
    req servername= connect= verify=";

pub(super) const PROGRAMS: &[Program] = &[
    Program { names: &["useradd", "groupadd", "groupmod"], options: USER, credentials: PASSWORD, ..Program::PLAIN },
    Program { names: &["usermod"], options: MODIFY, credentials: PASSWORD, ..Program::PLAIN },
    Program {
        names: &["passwd"],
        options: "\
            lock|l unlock|u delete|d expire|e status|S all|a inactive|i= maxdays|x= mindays|n= warndays|w= \
            keep-tokens|k stdin|s root|R= quiet|q",
        ..Program::PLAIN
    },
    Program {
        names: &["htpasswd"],
        options: "batch|b create|c n m B C= d s p D v i 5 2 r=",
        credentials: &[
            // Without a file (`-n`) the password comes one argument earlier.
            Credential { subcommand: "", at: At::ArgumentWith(1, "n"), form: Form::Whole },
            Credential { subcommand: "", at: At::ArgumentWith(2, "batch"), form: Form::Whole },
        ],
        ..Program::PLAIN
    },
    Program {
        names: &["sshpass"],
        options: "password|p= file|f= fd|d= prompt|P= env|e v",
        credentials: PASSWORD,
        ..Program::PLAIN
    },
    Program {
        names: &["openssl"],
        options: OPENSSL,
        subcommands: Some(&[]),
        style: Style::Single,
        credentials: &[
            Credential::option("passin", Form::Pass),
            Credential::option("passout", Form::Pass),
            Credential::option("pass", Form::Pass),
            Credential::option("k", Form::Whole).of("enc"),
            Credential::argument("passwd", 0, Form::Whole),
        ],
        ..Program::PLAIN
    },
    Program {
        names: &["keytool"],
        options: "\
            storepass= keypass= srcstorepass= deststorepass= srckeypass= destkeypass= new= alias= file= \
            keystore= storetype= noprompt trustcacerts cacerts keyalg= keysize= validity= dname= ext= \
            srckeystore= destkeystore= srcstoretype= deststoretype= srcalias= destalias= provider= providerpath=",
        style: Style::Single,
        credentials: &[
            Credential::option("storepass", Form::Whole),
            Credential::option("keypass", Form::Whole),
            Credential::option("srcstorepass", Form::Whole),
            Credential::option("deststorepass", Form::Whole),
            Credential::option("srckeypass", Form::Whole),
            Credential::option("destkeypass", Form::Whole),
            Credential::option("new", Form::Whole),
        ],
        ..Program::PLAIN
    },
    Program {
        names: &["gpg", "gpg2"],
        options: "\
            passphrase= passphrase-file= passphrase-fd= output|o= recipient|r= local-user|u= keyserver= homedir= \
            batch armor|a decrypt|d verify recv-keys import pinentry-mode= export dearmor symmetric|c encrypt|e \
            sign|s yes no-tty quiet|q no-default-keyring keyring= cipher-algo= fingerprint receive-keys \
            keyserver-options=",
        credentials: &[Credential::option("passphrase", Form::Whole)],
        ..Program::PLAIN
    },
    Program {
        names: &["7z", "7za", "7zz"],
        options: "password|p=+ o=+ x=+ i=+ t=+ m=+ v=+ y r",
        credentials: PASSWORD,
        ..Program::PLAIN
    },
    Program {
        names: &["unzip", "zip"],
        options: "P= p=+ d= x=+ o=+ q r j n u l t=+ y m=+",
        credentials: &[Credential::option("P", Form::Whole)],
        ..Program::PLAIN
    },
];
