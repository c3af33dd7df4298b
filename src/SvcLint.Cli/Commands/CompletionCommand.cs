using SvcLint.Cli.Hosting;

namespace SvcLint.Cli.Commands;

/// <summary><c>svclint completion SHELL</c></summary>
internal sealed class CompletionCommand : Command
{
    public override string Name => "completion";

    public override string Operands => "bash|zsh|fish|pwsh";

    public override string Summary => "Print the completion script of a shell";

    public override IReadOnlyList<Option> Options => [];

    public override IReadOnlyList<string> OperandChoices => ["bash", "zsh", "fish", "pwsh"];

    public override IReadOnlyList<(string Line, string Does)> Examples =>
    [
        ("source <(svclint completion bash)", "in ~/.bashrc; zsh likewise in ~/.zshrc, after compinit"),
        ("svclint completion fish > ~/.config/fish/completions/svclint.fish", "fish"),
        ("svclint completion pwsh | Out-String | Invoke-Expression", "in the PowerShell profile"),
    ];

    public override int Run(Arguments arguments, Host host)
    {
        host.Print(arguments.Operands is not [var shell] ? throw Unknown("") : shell switch
        {
            "bash" => CompletionScripts.Bash(),
            "zsh" => CompletionScripts.Zsh(),
            "fish" => CompletionScripts.Fish(),
            "pwsh" or "powershell" => CompletionScripts.PowerShell(),
            _ => throw Unknown(": " + shell),
        });
        return ExitStatus.Clean;
    }

    private static UsageException Unknown(string shell) => new($"completion{shell}: name a shell: bash, zsh, fish or pwsh");
}
