using System.Text;

namespace SvcLint.Cli.Commands;

/// <summary>Completion scripts, derived from the commands and their options; no shell has to start svclint to complete.</summary>
internal static class CompletionScripts
{
    private static string CommandNames => string.Join(' ', CommandTable.All.Select(c => c.Name));

    public static string Bash()
    {
        var script = new StringBuilder(
            $$"""
            # bash completion of svclint
            _svclint() {
                local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" command=lint word options="" operands=""
                for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                    case "$word" in
                        {{CommandNames.Replace(' ', '|')}}) command="$word"; break ;;
                    esac
                done
                case "$command $previous" in

            """.ReplaceLineEndings("\n"));
        foreach (var (command, option, values) in OptionsWithValues())
        {
            var space = IsContinued(values) ? "compopt -o nospace 2>/dev/null; " : "";
            script.Append($"        \"{command.Name} {option.Name}\") {space}COMPREPLY=($(compgen -W \"{string.Join(' ', values)}\" -- \"$current\")); return ;;\n");
        }

        script.Append("    esac\n    case \"$command\" in\n");
        foreach (var command in CommandTable.All)
        {
            script.Append($"        {command.Name}) options=\"{string.Join(' ', command.Options.Select(o => o.Name).Append("--help"))}\"{(command.OperandChoices.Count > 0 ? $" operands=\"{string.Join(' ', command.OperandChoices)}\"" : "")} ;;\n");
        }

        script.Append(
            $$"""
                esac
                if [[ "$current" == -* ]]; then
                    COMPREPLY=($(compgen -W "$options" -- "$current"))
                    return
                fi
                if [[ -n "$operands" ]]; then
                    COMPREPLY=($(compgen -W "$operands" -- "$current"))
                    return
                fi
                compopt -o filenames 2>/dev/null
                COMPREPLY=($(compgen -f -- "$current"))
                if (( COMP_CWORD == 1 )); then
                    COMPREPLY+=($(compgen -W "{{CommandNames}}" -- "$current"))
                fi
            }
            complete -F _svclint svclint

            """.ReplaceLineEndings("\n"));
        return script.ToString();
    }

    public static string Zsh()
    {
        var script = new StringBuilder("#compdef svclint\n# zsh completion of svclint\n_svclint() {\n    local -a commands\n    commands=(\n");
        foreach (var command in CommandTable.All)
        {
            script.Append($"        '{command.Name}:{Quoted(command.Summary)}'\n");
        }

        script.Append("    )\n    if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n        _describe command commands\n        _files\n        return\n    fi\n    case $words[2] in\n");
        foreach (var command in CommandTable.All.Skip(1).Append(CommandTable.Default))
        {
            script.Append(command == CommandTable.Default ? "        *)\n" : $"        {command.Name})\n").Append("            _arguments");
            foreach (var option in command.Options)
            {
                script.Append($" \\\n                '{(option.Repeats ? "*" : "")}{option.Name}[{Quoted(option.Help).Replace("[", "\\[").Replace("]", "\\]").Replace(":", "\\:")}]{ZshValue(option)}'");
            }

            script.Append($" \\\n                '*:{(command.OperandChoices.Count > 0 ? $"{Quoted(command.Operands)}:({string.Join(' ', command.OperandChoices)})" : "path:_files")}' ;;\n");
        }

        return script.Append("    esac\n}\ncompdef _svclint svclint\n").ToString();
    }

    public static string Fish()
    {
        var script = new StringBuilder("# fish completion of svclint\n");
        var none = $"not __fish_seen_subcommand_from {CommandNames}";
        foreach (var command in CommandTable.All)
        {
            script.Append($"complete -c svclint -n '{none}' -a {command.Name} -d '{Quoted(command.Summary)}'\n");
        }

        foreach (var command in CommandTable.All)
        {
            var others = string.Join(' ', CommandTable.All.Where(c => c != command).Select(c => c.Name));
            var when = command == CommandTable.Default ? $"not __fish_seen_subcommand_from {others}" : $"__fish_seen_subcommand_from {command.Name}";
            foreach (var option in command.Options)
            {
                var value = option.Value is null ? "" : option.Offered is { Count: > 0 } values ? $" -x -a '{string.Join(' ', values)}'" : option.IsPath ? " -r -F" : " -x";
                script.Append($"complete -c svclint -n '{when}' -l {option.Name[2..]}{value} -d '{Quoted(option.Help)}'\n");
            }

            if (command.OperandChoices.Count > 0)
            {
                script.Append($"complete -c svclint -n '{when}' -f -a '{string.Join(' ', command.OperandChoices)}'\n");
            }
        }

        return script.ToString();
    }

    public static string PowerShell()
    {
        var script = new StringBuilder(
            $$"""
            # PowerShell completion of svclint
            Register-ArgumentCompleter -Native -CommandName svclint -ScriptBlock {
                param($wordToComplete, $commandAst, $cursorPosition)
                $words = @($commandAst.CommandElements | ForEach-Object { $_.ToString() })
                $commands = '{{CommandNames}}' -split ' '
                $command = if ($words.Count -gt 1 -and $commands -contains $words[1]) { $words[1] } else { 'lint' }
                $previous = if ($wordToComplete) { $words[-2] } else { $words[-1] }
                $values = switch ("$command $previous") {

            """.ReplaceLineEndings("\n"));
        foreach (var (command, option, values) in OptionsWithValues())
        {
            script.Append($"        '{command.Name} {option.Name}' {{ '{string.Join(' ', values)}' }}\n");
        }

        script.Append("    }\n    if (-not $values -and -not $wordToComplete.StartsWith('-')) {\n        $values = switch ($command) {\n");
        foreach (var command in CommandTable.All.Where(c => c.OperandChoices.Count > 0))
        {
            script.Append($"            '{command.Name}' {{ '{string.Join(' ', command.OperandChoices)}' }}\n");
        }

        script.Append("        }\n    }\n    if (-not $values) {\n        $values = switch ($command) {\n");
        foreach (var command in CommandTable.All)
        {
            script.Append($"            '{command.Name}' {{ '{string.Join(' ', command.Options.Select(o => o.Name).Append("--help"))}' }}\n");
        }

        return script.Append(
            """
                    }
                    if ($words.Count -le 2 -and -not $wordToComplete.StartsWith('-')) { $values = $commands -join ' ' }
                }
                $values -split ' ' | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }

            """.ReplaceLineEndings("\n")).ToString();
    }

    private static IEnumerable<(Command Command, Option Option, IReadOnlyList<string> Values)> OptionsWithValues() =>
        from command in CommandTable.All
        from option in command.Options
        let values = option.Offered
        where values.Count > 0
        select (command, option, values);

    // The shell must not put a space behind them.
    private static bool IsContinued(IReadOnlyList<string> values) => values.All(v => v.EndsWith('='));

    private static string ZshValue(Option option) =>
        option.Value is null ? ""
        : option.Offered is { Count: > 0 } values ? IsContinued(values) ? $":{option.Value}:{{compadd -S \"\" {string.Join(' ', values)}}}" : $":{option.Value}:({string.Join(' ', values)})"
        : option.IsPath ? $":{option.Value}:_files"
        : $":{option.Value}:";

    private static string Quoted(string text) => text.Replace("'", "");
}
