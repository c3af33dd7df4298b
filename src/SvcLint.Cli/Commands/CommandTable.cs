namespace SvcLint.Cli.Commands;

internal static class CommandTable
{
    public static IReadOnlyList<Command> All { get; } =
    [
        new LintCommand(),
        new ExplainCommand(),
        new RulesCommand(),
        new UnitsCommand(),
        new RenderCommand(),
        new ProjectsCommand(),
        new EmulateCommand(),
        new EndpointsCommand(),
        new ResolveCommand(),
        new TraceCommand(),
        new DiagnoseCommand(),
        new ReachCommand(),
        new DiffCommand(),
        new InitCommand(),
        new CompletionCommand(),
        new ManCommand(),
    ];

    /// <summary>What runs when the first word names no command.</summary>
    public static Command Default => All[0];

    public static Command? Find(string name) => All.FirstOrDefault(c => c.Name == name);
}
