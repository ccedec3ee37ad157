//! Programs that fetch: [curl](https://curl.se/docs/manpage.html), [Wget](https://www.gnu.org/software/wget/manual/),
//! [HTTPie](https://httpie.io/docs/cli), [Git](https://git-scm.com/docs/git).

use super::table::{Credential, Form, Program, plain};

const CURL: &str = "\
    insecure|k location|L silent|s show-error|S fail|f fail-with-body fail-early verbose|v output|o= \
    remote-name|O remote-name-all remote-header-name|J output-dir= create-dirs user|u= proxy-user|U= header|H= \
    proxy-header= request|X= data|d= data-ascii= data-binary= data-raw= data-urlencode= json= form|F= \
    form-string= upload-file|T= url= proxy|x= preproxy= noproxy= cacert= capath= cert|E= cert-type= key= \
    key-type= pass= proxy-pass= proxy-cert= proxy-key= proxy-insecure oauth2-bearer= aws-sigv4= user-agent|A= \
    referer|e= cookie|b= cookie-jar|c= connect-timeout= max-time|m= retry= retry-delay= retry-max-time= \
    retry-connrefused retry-all-errors range|r= continue-at|C= write-out|w= config|K= max-redirs= interface= \
    resolve= connect-to= limit-rate= abstract-unix-socket= curves= doh-url= engine= \
    proxy-cacert= rate= tls13-ciphers= url-query= speed-limit|Y= speed-time|y= time-cond|z= tls-max= ciphers= proto= \
    proto-redir= proto-default= netrc|n netrc-optional netrc-file= get|G head|I include|i basic digest ntlm \
    negotiate anyauth compressed globoff|g progress-bar|# no-progress-meter tlsv1|1 sslv2|2 sslv3|3 tlsv1.0 \
    tlsv1.1 tlsv1.2 tlsv1.3 http1.0|0 http1.1 http2 ipv4|4 ipv6|6 buffer|N dump-header|D= stderr= trace= \
    trace-ascii= unix-socket= max-filesize= telnet-option|t= quote|Q= ftp-port|P= tlsuser= tlspassword= \
    tlsauthtype= socks5= socks5-hostname= crlfile= pinnedpubkey= parallel|Z parallel-max= disable|q \
    proxytunnel|p location-trusted remote-time|R etag-save= etag-compare= variable= dns-servers= local-port= \
    keepalive-time= path-as-is junk-session-cookies|j append|a use-ascii|B list-only|l manual|M version|V help|h \
    request-target= alt-svc= hsts= libcurl= login-options= pubkey= socks4= socks4a= happy-eyeballs-timeout-ms=";

const WGET: &str = "\
    quiet|q no-verbose|-nv progress= show-progress output-file|o= append-output|a= output-document|O= \
    directory-prefix|P= no-check-certificate user= password= http-user= http-password|http-passwd= ftp-user= \
    ftp-password= proxy-user= proxy-password|proxy-passwd= header= post-data= post-file= body-data= method= \
    user-agent|U= referer= load-cookies= save-cookies= ca-certificate= ca-directory= certificate= private-key= \
    tries|t= timeout|T= dns-timeout= connect-timeout= read-timeout= wait|w= waitretry= limit-rate= quota|Q= \
    input-file|i= base|B= execute|e= level|l= accept|A= reject|R= domains|D= exclude-domains= \
    include-directories|I= exclude-directories|X= cut-dirs= default-page= secure-protocol= max-redirect= \
    start-pos= timestamping|N continue|c no-clobber|-nc no-directories|-nd no-host-directories|-nH no-parent|-np \
    no-cache no-cookies content-disposition trust-server-names recursive|r mirror|m spider server-response|S \
    debug|d verbose|v inet4-only|4 inet6-only|6 https-only retry-connrefused no-proxy no-hsts compression= \
    config= restrict-file-names= page-requisites|p convert-links|k adjust-extension|E span-hosts|H relative|L \
    background|b force-directories|x backup-converted|K no-config retry-on-http-error= no-glob \
    no-use-server-timestamps auth-no-challenge ask-password body-file= certificate-type= version|V help|h \
    bind-address= ciphers= hsts-file= regex-type= accept-regex= reject-regex= rejected-log=";

const GIT: &str = "\
    C= config|c= config-env= git-dir= work-tree= branch|b= depth= origin|o= jobs|j= reference= shallow-since= \
    filter= exec-path=? namespace= recurse-submodules|recursive=? single-branch no-checkout|n quiet|q message|m= \
    file|f= no-tags shallow-submodules server-option= upload-pack|u= template= separate-git-dir= global system \
    local add replace-all unset progress verbose|v bare mirror init force hard no-ssl-verify ssl-verify \
    extra-header= sparse remote directory= p paginate no-pager";

pub(super) const PROGRAMS: &[Program] = &[
    Program {
        names: &["curl"],
        options: CURL,
        credentials: &[
            Credential::option("user", Form::After(&[':'])),
            Credential::option("proxy-user", Form::After(&[':'])),
            Credential::option("cert", Form::After(&[':'])),
            Credential::option("header", Form::Header),
            Credential::option("proxy-header", Form::Header),
            Credential::option("oauth2-bearer", Form::Whole),
            Credential::option("pass", Form::Whole),
            Credential::option("proxy-pass", Form::Whole),
            Credential::option("tlspassword", Form::Whole),
        ],
        ..Program::PLAIN
    },
    Program {
        names: &["wget", "wget2"],
        options: WGET,
        credentials: &[
            Credential::option("password", Form::Whole),
            Credential::option("http-password", Form::Whole),
            Credential::option("ftp-password", Form::Whole),
            Credential::option("proxy-password", Form::Whole),
            Credential::option("header", Form::Header),
        ],
        ..Program::PLAIN
    },
    Program {
        names: &["http", "https", "xh", "xhs"],
        options: "\
            auth|a= auth-type|A= download|d output|o= form|f json|j verify= body|b headers|h session= proxy= \
            follow|F print|p= style|s= pretty= cert= timeout= version help",
        credentials: &[
            Credential::option("auth", Form::After(&[':'])),
            // What a header says stands in the same word: `Authorization:Bearer …`.
            Credential::argument("", 1, Form::Header),
            Credential::argument("", 2, Form::Header),
            Credential::argument("", 3, Form::Header),
        ],
        ..Program::PLAIN
    },
    Program {
        names: &["git"],
        options: GIT,
        subcommands: Some(&[plain(&["clone"], ""), plain(&["config"], ""), plain(&["config set"], "")]),
        settings: &[("config", "http.sslverify", "ssl-verify")],
        credentials: &[
            Credential::option("config", Form::Header),
            Credential::argument("config", 1, Form::Header),
            Credential::argument("config set", 1, Form::Header),
        ],
        ..Program::PLAIN
    },
    Program {
        names: &["aria2c"],
        options: "\
            http-user= http-passwd= ftp-user= ftp-passwd= all-proxy-user= all-proxy-passwd= header= out|o= \
            dir|d= split|s= max-connection-per-server|x= input-file|i= check-certificate=? quiet|q=? \
            continue|c=? checksum= log|l= max-tries|m= min-split-size|k= max-concurrent-downloads|j= user-agent|U= \
            timeout|t= index-out|O= listen-port= version|v help|h",
        credentials: &[
            Credential::option("http-passwd", Form::Whole),
            Credential::option("ftp-passwd", Form::Whole),
            Credential::option("all-proxy-passwd", Form::Whole),
            Credential::option("header", Form::Header),
        ],
        ..Program::PLAIN
    },
    // fetch(1), axel(1), lwp-download(1)
    Program {
        names: &["fetch", "axel", "lwp-download"],
        options: "output|o= user-agent|U= header|H= B= S= T= w= n= s=",
        ..Program::PLAIN
    },
    Program {
        names: &["lftp", "ncftpget", "ncftpput"],
        options: "user|u= password|p= e= f= c= env-password",
        credentials: &[Credential::option("user", Form::After(&[','])), Credential::option("password", Form::Whole)],
        ..Program::PLAIN
    },
    Program {
        names: &["smbclient"],
        options: "user|U= command|c= authentication-file|A= workgroup|W= no-pass|N",
        credentials: &[Credential::option("user", Form::After(&['%'])), Credential::argument("", 1, Form::Whole)],
        ..Program::PLAIN
    },
];
