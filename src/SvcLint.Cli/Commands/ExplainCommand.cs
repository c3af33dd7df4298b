using SvcLint.Cli.Hosting;
using SvcLint.Cli.Outputs;
using SvcLint.Rules;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint explain RULE</c></summary>
internal sealed class ExplainCommand : Command
{
    public override string Name => "explain";

    public override string Operands => "RULE";

    public override string Summary => "Tell what a rule finds, why it matters and how to fix it";

    public override IReadOnlyList<Option> Options { get; } = [InputArguments.Color];

    public override IReadOnlyList<string> OperandChoices => [.. RuleCatalog.All.Select(r => r.Info.Id)];

    public override IReadOnlyList<(string Line, string Does)> Examples =>
        [("svclint explain SVC2002", "by id"), ("svclint explain target-port-name-missing", "by name")];

    public override int Run(Arguments arguments, Host host)
    {
        if (arguments.Operands is not [var asked])
        {
            throw new UsageException("explain needs one rule, for example: svclint explain SVC2002 (svclint rules lists all)");
        }

        var rule = RuleCatalog.Find(asked) ?? RuleCatalog.Find("SVC" + asked)
            ?? throw new UsageException($"no rule {asked}{Arguments.Hint(asked.ToUpperInvariant(), RuleCatalog.All.Select(r => r.Info.Id))}{Arguments.Hint(asked, RuleCatalog.All.Select(r => r.Info.Name))}; svclint rules lists all");
        var paint = InputArguments.Paint(arguments, Host.OutputIsTerminal);
        var page = RulePages.Find(rule.Info.Id) ?? $"# {rule.Info.Id}: {rule.Info.Name}\n\n{rule.Info.Title}.\n";
        host.Print(string.Concat(page.TrimEnd('\n').Split('\n').Select(l => (l.StartsWith('#') ? paint.Bold(l) : l) + "\n")));
        return ExitStatus.Clean;
    }
}
