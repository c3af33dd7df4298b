using SvcLint.Cli;

return Application.Run(args, new Host());
