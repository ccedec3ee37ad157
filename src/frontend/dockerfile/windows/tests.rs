use crate::frontend::dockerfile::tests::table;

fn commands(text: &str, members: &[&str]) -> Vec<String> {
    table(text, "commands", members)
}

/// What runs a download in the steps of a stage, and what it comes from.
fn runs(shell: &str, steps: &[&str]) -> Vec<String> {
    let steps = steps.join("\nRUN ");
    let text =
        format!("# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL [\"{shell}\"]\nRUN {steps}");
    let rows = commands(&text, &["program", "runs_download"]);
    rows.into_iter().filter(|row| !row.ends_with("| -")).collect()
}

#[test]
fn stages_of_windows_are_not_read_as_sh() {
    let cases = [
        ("FROM mcr.microsoft.com/windows/servercore:ltsc2022", "windows"),
        ("FROM golang:1.22-nanoserver-ltsc2022", "windows"),
        ("FROM --platform=windows/amd64 golang:1.22", "windows"),
        ("FROM --platform=linux/amd64 golang:1.22-nanoserver", "-"),
        ("ARG V=ltsc2022\nFROM mcr.microsoft.com/windows/nanoserver:$V", "windows"),
        ("ARG V\nFROM golang:${V}-windowsservercore", "windows"),
        ("ARG V\nFROM mcr.microsoft.com/windows/${V}", "windows"),
        ("# escape=`\nARG BASE\nFROM ${BASE}", "windows"),
        ("# escape=`\nFROM debian:12", "-"),
        ("FROM golang:1.22", "-"),
    ];
    for (head, expected) in cases {
        assert_eq!(table(head, "stages", &["os"]), [expected], "{head}");
        let piped = if expected == "-" { "sh" } else { "more" };
        let text = format!("{head}\nRUN type a^&b | {piped}");
        let words = if expected == "-" { "type, a^" } else { "type, a&b" };
        assert_eq!(commands(&text, &["words"])[0], words, "{text}");
    }
    let heir = "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022 AS a\nFROM a\nRUN x \"&\" y & z";
    assert_eq!(table(heir, "stages", &["os"]), ["windows", "windows"]);
    assert_eq!(commands(heir, &["words"]), ["x, &, y", "z"]);
}

#[test]
fn scripts_are_found_in_the_arguments_of_shells() {
    let windows = "FROM mcr.microsoft.com/windows/servercore:ltsc2022\n";
    let cases = [
        ("RUN powershell -NoProfile -ExecutionPolicy Bypass -Command \"choco install git; b\"", "powershell, choco, b"),
        ("RUN powershell -c choco install git", "powershell, choco"),
        ("RUN powershell.exe choco install git && x", "powershell, choco, x"),
        ("RUN [\"pwsh\", \"-Command\", \"choco install git | Out-Null\"]", "pwsh, choco, Out-Null"),
        ("RUN [\"cmd\", \"/S\", \"/C\", \"choco install git & b\"]", "cmd, choco, b"),
        ("RUN powershell -File C:\\setup.ps1", "powershell"),
        ("RUN powershell -EncodedCommand AAAA", "powershell, ?"),
        ("RUN powershell -Command \"iwr 'x\"", "powershell, ?"),
        ("RUN cmd /c powershell -Command cmd /c choco install git", "cmd, powershell, cmd, choco"),
        ("RUN <<EOF\ndir\nEOF", "?"),
    ];
    for (step, expected) in cases {
        let programs: Vec<String> = commands(&format!("{windows}{step}"), &["program"]);
        let programs: Vec<&str> = programs.iter().map(|name| if name == "-" { "?" } else { name.as_str() }).collect();
        assert_eq!(programs.join(", "), expected, "{step}");
    }
    let on_linux = "FROM debian:12\nRUN pwsh -c 'choco install git'";
    assert_eq!(commands(on_linux, &["program"]), ["pwsh", "choco"]);
}

#[test]
fn what_is_downloaded_is_followed_to_what_runs_it() {
    let u = "https://a.b/c.ps1";
    let found = [
        "Invoke-WebRequest https://a.b/c.ps1 -UseBasicParsing | Invoke-Expression",
        "iwr -Uri 'https://a.b/c.ps1' | Select-Object -ExpandProperty Content | iex",
        "irm https://a.b/c.ps1|iex",
        "iex (iwr https://a.b/c.ps1).Content",
        "iex \"$(irm https://a.b/c.ps1)\"",
        "iex ((New-Object System.Net.WebClient).DownloadString('https://a.b/c.ps1'))",
        "(New-Object Net.WebClient).DownloadString('https://a.b/c.ps1') | IEX",
        "$s = (New-Object Net.WebClient).DownloadString('https://a.b/c.ps1'); iex $s",
        "$r = iwr https://a.b/c.ps1; $t = $r.Content; Invoke-Expression $t",
        "& ([scriptblock]::Create((irm https://a.b/c.ps1)))",
        "iwr https://a.b/c.ps1 -OutFile C:\\t\\c.ps1; & C:\\t\\c.ps1",
        "iwr https://a.b/c.ps1 -OutFile c.ps1; ./c.ps1 -y",
        "Start-BitsTransfer https://a.b/c.ps1 c.exe; Start-Process c.exe -Wait",
        "(New-Object Net.WebClient).DownloadFile('https://a.b/c.ps1', 'c.exe'); .\\c.exe /S",
        "curl.exe -o c.msi https://a.b/c.ps1; Start-Process msiexec -ArgumentList '/i c.msi /q'",
        "curl.exe https://a.b/c.ps1 | powershell -",
        "msiexec /i https://a.b/c.ps1 /qn",
        ". { iwr -useb https://a.b/c.ps1 } | iex; install",
        "iex (& { irm https://a.b/c.ps1 })",
        "if ($true) { try { irm https://a.b/c.ps1 | iex } catch { exit 1 } }",
    ];
    for step in found {
        let rows = runs("powershell", &[step]);
        assert!(rows.len() == 1 && rows[0].ends_with(&format!("| {u}")), "{step}: {rows:?}");
    }
    let none = [
        "Invoke-WebRequest https://a.b/c.ps1 -OutFile c.zip; Expand-Archive c.zip",
        "irm https://a.b/c.json | ConvertFrom-Json | Out-Null",
        "iex 'dir'",
        "$s = iwr https://a.b/c.ps1; iex $other",
        "iwr https://a.b/c.ps1 -OutFile c.exe; if ((Get-FileHash c.exe).Hash -ne 'AB') { throw 'x' }; .\\c.exe",
        "iwr https://a.b/c.ps1 -OutFile c.exe; .\\d.exe",
        "Write-Host (irm https://a.b/c.ps1)",
        "& { irm https://a.b/c.ps1 }",
        "& { $r = irm https://a.b/c.ps1; Write-Host $r }",
    ];
    for step in none {
        assert_eq!(runs("powershell", &[step]), Vec::<String>::new(), "{step}");
    }
    let steps = ["iwr https://a.b/c.ps1 -OutFile c:\\c.exe", "dir", "Start-Process c:\\c.exe -Wait"];
    assert_eq!(runs("powershell", &steps), ["Start-Process | https://a.b/c.ps1"]);
    let steps = ["curl -L https://a.b/c.ps1 -o c.exe && c.exe /S"];
    assert_eq!(runs("cmd", &steps), ["c | https://a.b/c.ps1"]);
    let step = "$s = irm https://a.b/1; iex $s; $s = irm https://a.b/2; iex $s; iex $s";
    let names = ["1", "2", "2"].map(|name| format!("Invoke-Expression | https://a.b/{name}"));
    assert_eq!(runs("powershell", &[step]), names);
    let steps = ["powershell -Command \"irm https://a.b/c.ps1 | iex\""];
    assert_eq!(runs("cmd", &steps), ["Invoke-Expression | https://a.b/c.ps1"]);
}

#[test]
fn packages_and_their_versions_are_known() {
    let cases = [
        ("choco install -y git", "git no"),
        ("choco install git nodejs -y", "git no, nodejs no"),
        ("choco install git --version 2.1 -y", "git yes"),
        ("choco install git --version=2.1", "git yes"),
        ("choco.exe upgrade git --source https://x.y -y", "git no"),
        ("choco install packages.config -y", ""),
        ("choco feature enable -n allowGlobalConfirmation", "-"),
        ("winget install --id Git.Git -e --source winget", "Git.Git no"),
        ("winget install Git.Git -v 2.1", "Git.Git yes"),
        ("scoop install git@2.1 7zip", "git@2.1 yes, 7zip no"),
        ("Install-Module -Name Pester -Force", "Pester no"),
        ("Install-Module Pester -RequiredVersion 5.1 -Scope AllUsers", "Pester yes"),
        ("choco install $env:NAME", "? ?"),
    ];
    for (step, expected) in cases {
        let text = format!("FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL [\"powershell\"]\nRUN {step}");
        let rows = commands(&text, &["packages"]);
        let row = rows[0]
            .replace("text=", "")
            .replace("pinned=true", "yes")
            .replace("pinned=false", "no")
            .replace("pinned=", "");
        assert_eq!(row, expected, "{step}");
    }
}

#[test]
fn variables_that_are_set_for_good_are_found() {
    let cases = [
        ("setx TOKEN Secr3t!", "name=TOKEN value=Secr3t!"),
        ("setx /M TOKEN Secr3t!", "name=TOKEN value=Secr3t!"),
        ("setx TOKEN Secr3t! /m", "name=TOKEN value=Secr3t!"),
        ("setx /M", "-"),
    ];
    for (step, expected) in cases {
        let text = format!("FROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN {step}");
        assert_eq!(commands(&text, &["assignments"]), [expected], "{step}");
    }
}

#[test]
fn passwords_among_arguments_are_found() {
    let cases = [
        ("net user app Secr3t! /add", "Secr3t!"),
        ("net user app /add /passwordreq:no", "-"),
        ("net user app * /add", "-"),
        ("net localgroup administrators app /add", "-"),
        ("net use Z: \\\\server\\share Secr3t! /user:app", "Secr3t!"),
        ("ConvertTo-SecureString 'Secr3t!' -AsPlainText -Force", "Secr3t!"),
        ("ConvertTo-SecureString -String Secr3t! -AsPlain -Force", "Secr3t!"),
        ("ConvertTo-SecureString $env:PW -AsPlainText -Force", "-"),
        ("ConvertTo-SecureString '76492d1116743f0423413b16050a5345'", "-"),
        ("schtasks /create /ru app /rp Secr3t! /tn x", "Secr3t!"),
        ("cmdkey /add:x /user:app /pass:Secr3t!", "/pass:Secr3t!"),
    ];
    for (step, expected) in cases {
        let text = format!("FROM mcr.microsoft.com/windows/servercore:ltsc2022\nSHELL [\"powershell\"]\nRUN {step}");
        assert_eq!(commands(&text, &["password"]), [expected], "{step}");
    }
}
