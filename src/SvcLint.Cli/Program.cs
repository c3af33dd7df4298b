using SvcLint.Cli;
using SvcLint.Cli.Inputs;

if (OperatingSystem.IsLinux())
{
    UnixCalls.FillStandardStreams();
}

return Application.Run(args, new Host());
