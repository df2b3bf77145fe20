@echo off
rem Runs Pulmu from its checkout on Windows, as ./pulmu does elsewhere: finds a JDK of at least 17
rem (JAVA_HOME, then PATH), builds on first use or when sources are newer, starts the command line.
rem PULMU_JAVA_OPTS holds more flags for the JVM; PULMU_PROFILE is cpu, cuda or cuda13, and cpu where it
rem is not set. No machine has tested this file yet.
setlocal DisableDelayedExpansion
set "PULMU_ROOT=%~dp0"
set "PULMU_HOME="
set "PULMU_FEATURE="
set "PULMU_MAVEN=unknown"
if not defined PULMU_PROFILE set "PULMU_PROFILE=cpu"
if "%PULMU_PROFILE%"=="cpu" set "PULMU_MAVEN="
if "%PULMU_PROFILE%"=="cuda" set "PULMU_MAVEN=-Pcuda"
if "%PULMU_PROFILE%"=="cuda13" set "PULMU_MAVEN=-Pcuda13"
if "%PULMU_MAVEN%"=="unknown" (
  echo pulmu: no profile '%PULMU_PROFILE%'; known: cpu, cuda, cuda13>&2
  exit /b 2
)

if defined JAVA_HOME call :try "%JAVA_HOME%"
if defined PULMU_HOME goto found
for %%J in (java.exe) do if not "%%~$PATH:J"=="" for /f "tokens=1,* delims==" %%A in (
  '"%%~$PATH:J" -XshowSettings:properties -version 2^>^&1 ^| findstr /c:"java.home ="'
) do for /f "tokens=*" %%H in ("%%B") do call :try "%%H"
if defined PULMU_HOME goto found
echo pulmu: no JDK of version 17 or newer in JAVA_HOME ("%JAVA_HOME%") or on PATH. Install one, for example from https://adoptium.net, or set JAVA_HOME to it.>&2
exit /b 2

:found
set "PULMU_STAMP=%PULMU_ROOT%cli\target\pulmu\built"
set "PULMU_BUILT="
if exist "%PULMU_STAMP%" set /p PULMU_BUILT=<"%PULMU_STAMP%"
if not "%PULMU_BUILT%"=="%PULMU_PROFILE%" goto build
powershell -NoProfile -Command ^
  "$ErrorActionPreference = 'SilentlyContinue'; $r = $env:PULMU_ROOT; $s = Get-Item -LiteralPath $env:PULMU_STAMP; if (-not $s) { exit 1 };" ^
  "$f = @(Get-Item \"$r\pom.xml\", \"$r\*\pom.xml\", \"$r\*\src\main\") + @(Get-ChildItem \"$r\*\src\main\" -Recurse);" ^
  "if ($f | Where-Object { $_.LastWriteTimeUtc -gt $s.LastWriteTimeUtc } | Select-Object -First 1) { exit 1 }; exit 0"
if not errorlevel 1 goto run
:build
if not exist "%PULMU_HOME%\bin\javac.exe" (
  echo pulmu: "%PULMU_HOME%" has no javac, and Pulmu has to be built first; set JAVA_HOME to a JDK.>&2
  exit /b 2
)
echo pulmu: building (the first time takes about a minute)...>&2
if exist "%PULMU_ROOT%cli\target\pulmu" rmdir /s /q "%PULMU_ROOT%cli\target\pulmu"
if not exist "%PULMU_ROOT%target" mkdir "%PULMU_ROOT%target"
set "PULMU_LOG=%PULMU_ROOT%target\pulmu-build.log"
rem The stamp is as old as the beginning of the build, and appears only when it succeeded.
>"%PULMU_ROOT%target\pulmu.began" echo %PULMU_PROFILE%
pushd "%PULMU_ROOT%"
set "PULMU_OLD_HOME=%JAVA_HOME%"
set "JAVA_HOME=%PULMU_HOME%"
call mvnw.cmd -B -q -DskipTests %PULMU_MAVEN% package >"%PULMU_LOG%" 2>&1
set "PULMU_STATUS=%ERRORLEVEL%"
set "JAVA_HOME=%PULMU_OLD_HOME%"
popd
if not "%PULMU_STATUS%"=="0" (
  powershell -NoProfile -Command "Get-Content -LiteralPath $env:PULMU_LOG -Tail 25" >&2
  echo pulmu: the build failed; all of its output is in "%PULMU_LOG%">&2
  exit /b 1
)
move /y "%PULMU_ROOT%target\pulmu.began" "%PULMU_STAMP%" >nul

:run
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=PASSIVE"
if not defined OMP_NUM_THREADS if %NUMBER_OF_PROCESSORS% GTR 8 set "OMP_NUM_THREADS=8"
if not defined OMP_NUM_THREADS set "OMP_NUM_THREADS=%NUMBER_OF_PROCESSORS%"
set "PULMU_QUIET="
if %PULMU_FEATURE% GEQ 22 set "PULMU_QUIET=--enable-native-access=ALL-UNNAMED"
if %PULMU_FEATURE% GEQ 24 set "PULMU_QUIET=%PULMU_QUIET% --sun-misc-unsafe-memory-access=allow"
set "PULMU_SPILL="
if %PULMU_FEATURE% GEQ 25 set "PULMU_SPILL=-XX:-UseFPUForSpilling"
set "PULMU_VECTORS="
for %%C in (train search evaluate predict replay devices study) do if "%~1"=="%%C" findstr /c:"jdk.incubator.vector" "%PULMU_HOME%\release" >nul 2>nul && set "PULMU_VECTORS=--add-modules jdk.incubator.vector"
set "PULMU_COMPILERS="
if %NUMBER_OF_PROCESSORS% LSS 8 set "PULMU_COMPILERS=-XX:CICompilerCount=6"
"%PULMU_HOME%\bin\java.exe" -XX:+UseParallelGC %PULMU_COMPILERS% %PULMU_SPILL% %PULMU_VECTORS% "-XX:CompileCommandFile=%PULMU_ROOT%predict\kernels.hotspot" "-Dpulmu.root=%PULMU_ROOT%." -Dorg.bytedeco.javacpp.logger=slf4j %PULMU_QUIET% %PULMU_JAVA_OPTS% -cp "%PULMU_ROOT%cli\target\pulmu\lib\*" dev.pulmu.cli.Main %*
exit /b %ERRORLEVEL%

rem Takes the JDK in %1 if its release file names version 17 or newer.
:try
set "PULMU_VERSION="
if not exist "%~1\bin\java.exe" exit /b
if exist "%~1\release" for /f "usebackq tokens=2 delims==" %%V in (`findstr /b "JAVA_VERSION=" "%~1\release"`) do set "PULMU_VERSION=%%~V"
for /f "tokens=1 delims=.-+_" %%M in ("%PULMU_VERSION%") do set /a "PULMU_FEATURE=%%M" 2>nul
if not defined PULMU_FEATURE exit /b
if %PULMU_FEATURE% LSS 17 (
  echo pulmu: "%~1" is Java %PULMU_VERSION%; Pulmu needs 17 or newer>&2
  exit /b
)
set "PULMU_HOME=%~1"
exit /b
