//! Registries and clouds: programs that log in.

use super::table::{Credential, Form, Program, Style, Subcommand, plain};

/// The options of `docker` and of what is called like it.
const DOCKER: &str =
    "host|H= config= context= log-level|l= tlscacert= tlscert= tlskey= tls debug|D root= runroot= connection|c=";
const LOGIN: &str = "\
    password|p= username|u= password-stdin tls-verify=? authfile= cert-dir= get-login verbose|v insecure \
    ca-file= cert-file= key-file= registry-config= compat-auth-file= secret=";
const BUILD: &str = "\
    tag|t= file|f= build-arg= target= platform= secret= network= label= cache-from= cache-to= output|o= \
    progress=";

const DOCKER_SUBCOMMANDS: &[Subcommand] =
    &[plain(&["login"], LOGIN), plain(&["build"], BUILD), plain(&["buildx build"], BUILD)];

const AZURE: &str = "\
    password|p= username|u= tenant|t= service-principal identity|i output|o= query= subscription|s= name|n= \
    resource-group|g= allow-no-subscriptions only-show-errors";

pub(super) const PROGRAMS: &[Program] = &[
    Program {
        names: &["docker", "podman", "nerdctl", "buildah"],
        options: DOCKER,
        subcommands: Some(DOCKER_SUBCOMMANDS),
        credentials: &[Credential::option("password", Form::Whole).of("login")],
        ..Program::PLAIN
    },
    Program {
        names: &["skopeo", "crane", "oras", "cosign", "regctl"],
        options: "\
            creds= src-creds= dest-creds= screds= dcreds= registry-token= authfile= override-os= override-arch= \
            policy= insecure-policy debug tls-verify=?",
        subcommands: Some(&[
            plain(&["login", "auth login", "registry login"], LOGIN),
            plain(&["copy"], "src-tls-verify=? dest-tls-verify=? all|a format|f="),
        ]),
        credentials: &[
            Credential::option("password", Form::Whole).of("login"),
            Credential::option("creds", Form::After(&[':'])),
            Credential::option("src-creds", Form::After(&[':'])),
            Credential::option("dest-creds", Form::After(&[':'])),
            Credential::option("registry-token", Form::Whole),
        ],
        ..Program::PLAIN
    },
    Program {
        names: &["helm"],
        options: "kubeconfig= kube-context= kube-token= namespace|n= password= username= repository-config= version=",
        subcommands: Some(&[
            plain(&["registry login", "login"], LOGIN),
            plain(&["repo add"], "ca-file= cert-file= key-file= force-update"),
        ]),
        credentials: &[Credential::option("password", Form::Whole), Credential::option("kube-token", Form::Whole)],
        ..Program::PLAIN
    },
    // The letter is a password to `oc login` alone.
    Program {
        names: &["kubectl", "oc"],
        options: "\
            token= password= username= namespace|n= server|s= kubeconfig= context= cluster= user= as= \
            certificate-authority= insecure-skip-tls-verify=? filename|f= output|o= selector|l=",
        subcommands: Some(&[plain(&["login"], "password|p= username|u="), plain(&["config set-credentials"], "")]),
        credentials: &[Credential::option("token", Form::Whole), Credential::option("password", Form::Whole)],
        ..Program::PLAIN
    },
    Program {
        names: &["az"],
        options: AZURE,
        subcommands: Some(&[plain(&["login"], ""), plain(&["acr login"], "")]),
        credentials: &[Credential::option("password", Form::Whole)],
        ..Program::PLAIN
    },
    Program {
        names: &["aws"],
        options: "\
            profile= region= endpoint-url= output= query= no-verify-ssl ca-bundle= cli-read-timeout= \
            no-sign-request",
        subcommands: Some(&[plain(&["configure set"], "")]),
        credentials: &[Credential::argument("configure set", 1, Form::Setting)],
        ..Program::PLAIN
    },
    Program {
        names: &["vault", "bao"],
        options: "address= token= namespace= method= path= format= field= no-store no-print",
        subcommands: Some(&[plain(&["login"], "")]),
        style: Style::Single,
        credentials: &[
            Credential::argument("login", 0, Form::Setting),
            Credential::argument("login", 1, Form::Setting),
        ],
        ..Program::PLAIN
    },
    Program {
        names: &["pro", "ua", "ubuntu-advantage"],
        options: "no-auto-enable attach-config=",
        subcommands: Some(&[plain(&["attach"], "")]),
        credentials: &[Credential::argument("attach", 0, Form::Whole)],
        ..Program::PLAIN
    },
    Program {
        names: &["subscription-manager", "rhnreg_ks"],
        options: "\
            password= username= activationkey|activation-key= org= force auto-attach name= serverurl= baseurl= \
            environments=",
        subcommands: Some(&[]),
        credentials: &[Credential::option("password", Form::Whole)],
        ..Program::PLAIN
    },
    Program {
        names: &["svn"],
        options: "\
            password= username= non-interactive trust-server-cert no-auth-cache revision|r= quiet|q config-dir= \
            config-option=",
        subcommands: Some(&[]),
        credentials: &[Credential::option("password", Form::Whole)],
        ..Program::PLAIN
    },
    Program {
        names: &["systemctl"],
        options: "\
            type|t= host|H= machine|M= property|p= root= state= signal|s= output|o= lines|n= now user system \
            global quiet|q force|f no-pager",
        subcommands: Some(&[]),
        ..Program::PLAIN
    },
];
