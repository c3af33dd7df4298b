using SvcLint.Cli;
using SvcLint.Cli.Files;
using SvcLint.Cli.Hosting;

if (OperatingSystem.IsLinux())
{
    UnixCalls.FillStandardStreams();
}

return Application.Run(args, new Host());
