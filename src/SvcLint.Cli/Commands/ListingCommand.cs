using System.Text.Json;
using SvcLint.Cli.Hosting;
using SvcLint.Cli.Outputs;

namespace SvcLint.Cli.Commands;

/// <summary>A command that shows what svclint understood of its inputs, as text or, under the command's name, as JSON.</summary>
internal abstract class ListingCommand<T> : Command
{
    private static readonly Option Format = new("--format", "FORMAT", "How they are written; default text") { Choices = ["text", "json"] };

    public sealed override string Operands => "[PATH...]";

    public sealed override IReadOnlyList<Option> Options { get; } = [Format, InputArguments.Unit, InputArguments.KubernetesVersion, InputArguments.Config, InputArguments.Color];

    /// <summary>What is told when there is nothing to show.</summary>
    protected abstract string Nothing { get; }

    public sealed override int Run(Arguments arguments, Host host)
    {
        var session = LintSession.Open(arguments, host);
        foreach (var problem in session.Inputs.Unreadable)
        {
            host.Say(problem);
        }

        var items = Find(session);
        if (arguments.Value(Format) == "json")
        {
            WriteJson(items, host);
        }
        else
        {
            var paint = InputArguments.Paint(arguments, Host.OutputIsTerminal);
            host.Print(string.Concat(items.Select(i => Text(i, paint))));
        }

        if (items.Count == 0)
        {
            host.Say(Nothing);
        }

        return session.Inputs.Unreadable.Count > 0 ? ExitStatus.Trouble : ExitStatus.Clean;
    }

    /// <summary>What there is to show, in order.</summary>
    protected abstract IReadOnlyList<T> Find(LintSession session);

    protected abstract string Text(T item, Paint paint);

    /// <summary>Writes the members of an object.</summary>
    protected abstract void Write(T item, Utf8JsonWriter json);

    private void WriteJson(IReadOnlyList<T> items, Host host)
    {
        using (var json = new Utf8JsonWriter(host.Output, JsonLayout.Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartArray(Name);
            foreach (var item in items)
            {
                json.WriteStartObject();
                Write(item, json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        host.Print("\n");
    }
}
