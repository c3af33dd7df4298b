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
                local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" command=lint word options=""
                for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
                    case "$word" in
                        {{CommandNames.Replace(' ', '|')}}) command="$word"; break ;;
                    esac
                done
                case "$command $previous" in

            """.ReplaceLineEndings("\n"));
        foreach (var (command, option) in OptionsWithChoices())
        {
            script.Append($"        \"{command.Name} {option.Name}\") COMPREPLY=($(compgen -W \"{string.Join(' ', option.Choices)}\" -- \"$current\")); return ;;\n");
        }

        script.Append("    esac\n    case \"$command\" in\n");
        foreach (var command in CommandTable.All)
        {
            script.Append($"        {command.Name}) options=\"{string.Join(' ', command.Options.Select(o => o.Name))} --help\" ;;\n");
        }

        script.Append(
            $$"""
                esac
                if [[ "$current" == -* ]]; then
                    COMPREPLY=($(compgen -W "$options" -- "$current"))
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

            script.Append(" \\\n                '*:path:_files' ;;\n");
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
                var value = option.Value is null ? "" : option.Choices.Count > 0 ? $" -x -a '{string.Join(' ', option.Choices)}'" : option.IsPath ? " -r -F" : " -x";
                script.Append($"complete -c svclint -n '{when}' -l {option.Name[2..]}{value} -d '{Quoted(option.Help)}'\n");
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
        foreach (var (command, option) in OptionsWithChoices())
        {
            script.Append($"        '{command.Name} {option.Name}' {{ '{string.Join(' ', option.Choices)}' }}\n");
        }

        script.Append("    }\n    if (-not $values) {\n        $values = switch ($command) {\n");
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

    private static IEnumerable<(Command Command, Option Option)> OptionsWithChoices() =>
        CommandTable.All.SelectMany(c => c.Options.Where(o => o.Choices.Count > 0).Select(o => (c, o)));

    private static string ZshValue(Option option) =>
        option.Value is null ? "" : option.Choices.Count > 0 ? $":{option.Value}:({string.Join(' ', option.Choices)})" : option.IsPath ? $":{option.Value}:_files" : $":{option.Value}:";

    private static string Quoted(string text) => text.Replace("'", "");
}
