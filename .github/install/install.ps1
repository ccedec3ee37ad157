# Installs Ravelin on Windows from a release, and nothing that its checksum is not of. See docs/install.md.
#
#   install.ps1 [-Version 1.2.3] [-Dir FOLDER] [-Sha256 SUM]
#
# RAVELIN_VERSION, RAVELIN_INSTALL_DIR       what -Version and -Dir say: the newest release, into ~\.local\bin
# RAVELIN_DOWNLOAD_URL                       a mirror with the paths of the releases on GitHub: latest/download/FILE and
#                                            download/vVERSION/FILE
#
# Runs with Windows PowerShell 5.1 and PowerShell 7.
param(
    [string] $Version = $env:RAVELIN_VERSION,
    [string] $Dir = $env:RAVELIN_INSTALL_DIR,
    [string] $Sha256 = ''
)

function Install-Ravelin {
    param([string] $Version, [string] $Dir, [string] $Sha256)

    Set-StrictMode -Version Latest
    $ErrorActionPreference = 'Stop'
    # The bar of Windows PowerShell makes downloads many times slower.
    $ProgressPreference = 'SilentlyContinue'
    $releases = 'https://github.com/ravelin-scanner/ravelin/releases'
    if ($env:RAVELIN_DOWNLOAD_URL) { $releases = $env:RAVELIN_DOWNLOAD_URL -replace '/$', '' }

    # Downloads a file; $false says that it is not there.
    function Get-File([string] $Url, [string] $Path) {
        try {
            Invoke-WebRequest -Uri $Url -OutFile $Path -UseBasicParsing
            return $true
        } catch {
            $response = $null
            if ($_.Exception.PSObject.Properties['Response']) { $response = $_.Exception.Response }
            if ($null -eq $response) { throw "$Url cannot be reached: $($_.Exception.Message)" }
            if ([int] $response.StatusCode -eq 404) { return $false }
            throw "$Url was answered with status $([int] $response.StatusCode)"
        }
    }

    if ($releases -notmatch '^(https://.|http://(127\.0\.0\.1|localhost|\[::1\]):[0-9]+(/|$))') {
        throw "RAVELIN_DOWNLOAD_URL must begin with https://, and is ``$releases``"
    }
    $Version = $Version -replace '^v', ''
    if ($Version -and $Version -notmatch '\A[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?\z') {
        throw "the version ``$Version`` is not of the form 1.2.3"
    }
    if ($Sha256 -and $Sha256 -cnotmatch '\A[0-9a-f]{64}\z') { throw '-Sha256 is no SHA-256 in lower case' }
    if (-not $Dir) { $Dir = Join-Path $HOME '.local\bin' }
    # What .NET takes a relative path from is not where `Set-Location` leads.
    $Dir = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Dir)

    # PROCESSOR_ARCHITEW6432 is what the machine is where a process is emulated.
    $machine = $env:PROCESSOR_ARCHITECTURE
    if ($env:PROCESSOR_ARCHITEW6432) { $machine = $env:PROCESSOR_ARCHITEW6432 }
    $target = switch ($machine) {
        'AMD64' { 'x86_64-pc-windows-msvc' }
        'ARM64' { 'aarch64-pc-windows-msvc' }
        default { throw "there are no builds for Windows on $machine; ``cargo install ravelin`` builds one" }
    }
    # Windows PowerShell does not offer it by itself on every system.
    [Net.ServicePointManager]::SecurityProtocol =
        [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12

    New-Item -ItemType Directory -Force -Path $Dir | Out-Null
    # Within the folder, so that the last step is a move within one file system: the command is the old or the new one.
    $work = Join-Path $Dir ('.ravelin.' + [Guid]::NewGuid().ToString('N'))
    New-Item -ItemType Directory -Path $work | Out-Null
    try {
        # Which archive it is, and what its checksum must be, from the list of the release.
        $where = if ($Version) { "download/v$Version" } else { 'latest/download' }
        $sums = Join-Path $work 'SHA256SUMS'
        if (-not (Get-File "$releases/$where/SHA256SUMS" $sums)) {
            $which = if ($Version) { $Version } else { 'yet' }
            throw "there is no release $which at $releases, or it has no SHA256SUMS"
        }
        $wanted = if ($Version) { [regex]::Escape($Version) } else { '[0-9][0-9A-Za-z.-]*' }
        $line = Get-Content $sums |
            Where-Object { $_ -cmatch "^[0-9a-f]{64}  ravelin-$wanted-$target\.zip$" } |
            Select-Object -First 1
        if (-not $line) {
            $builds = (Get-Content $sums | Where-Object { $_ -match '\.zip$' } | ForEach-Object { '  ' + $_.Substring(66) }) -join "`n"
            $which = if ($Version) { $Version } else { 'latest' }
            throw "release $which has no build for $target; it has`n$builds"
        }
        $listed = $line.Substring(0, 64)
        $file = $line.Substring(66)
        $name = $file -replace '\.zip$', ''
        $Version = $name.Substring('ravelin-'.Length, $name.Length - "ravelin--$target".Length)
        if ($Sha256 -and $Sha256 -cne $listed) {
            throw "$file has another checksum in the release than -Sha256 says: $listed"
        }

        $archive = Join-Path $work $file
        if (-not (Get-File "$releases/download/v$Version/$file" $archive)) {
            throw "$releases/download/v$Version/$file is not there"
        }
        $sum = (Get-FileHash -Algorithm SHA256 -Path $archive).Hash.ToLowerInvariant()
        if ($sum -cne $listed) {
            throw "$file is not the file that its checksum is of`n  expected  $listed`n  is        $sum"
        }

        # Nothing else is taken out of it, whatever it holds.
        Add-Type -AssemblyName System.IO.Compression.FileSystem
        $unpacked = Join-Path $work 'ravelin.exe'
        try { $zip = [IO.Compression.ZipFile]::OpenRead($archive) } catch { throw "$file cannot be unpacked" }
        try {
            $outside = $zip.Entries | Where-Object { $_.FullName -match '^[/\\]|(^|[/\\])\.\.([/\\]|$)|:' }
            if ($outside) { throw "$file holds a path that leads out of its folder; nothing was unpacked" }
            $entry = $zip.GetEntry("$name/ravelin.exe")
            if ($null -eq $entry) { throw "$file does not hold $name/ravelin.exe" }
            [IO.Compression.ZipFileExtensions]::ExtractToFile($entry, $unpacked)
        } finally {
            $zip.Dispose()
        }
        $said = & $unpacked --version
        if ($said -ne "ravelin $Version") { throw "the build says that it is ``$said``, and not ``ravelin $Version``" }
        Move-Item -Force -Path $unpacked -Destination (Join-Path $Dir 'ravelin.exe')
        Write-Host "installed $(Join-Path $Dir 'ravelin.exe')"
        if (($env:PATH -split ';') -notcontains $Dir) {
            Write-Host "$Dir is not on the PATH; add it there to run ``ravelin``"
        }
    } finally {
        Remove-Item -Recurse -Force -Path $work -ErrorAction SilentlyContinue
    }
}

try {
    Install-Ravelin -Version $Version -Dir $Dir -Sha256 $Sha256
} catch {
    [Console]::Error.WriteLine("error: $($_.Exception.Message)")
    # `irm … | iex` runs in the window of the user, which an `exit` would close.
    if ($MyInvocation.MyCommand.Path) { exit 1 }
}
