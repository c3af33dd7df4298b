using SvcLint.Cli.Hosting;
using SvcLint.Text;

namespace SvcLint.Cli.Commands;

/// <summary>A command line after parsing: options in the order given, and operands.</summary>
internal sealed class Arguments(IReadOnlyList<(Option Option, string Value)> options, IReadOnlyList<string> operands)
{
    public IReadOnlyList<(Option Option, string Value)> Options { get; } = options;

    public IReadOnlyList<string> Operands { get; } = operands;

    public bool Has(Option option) => Options.Any(o => o.Option == option);

    /// <summary>The last value given, or null.</summary>
    public string? Value(Option option)
    {
        for (var i = Options.Count - 1; i >= 0; i--)
        {
            if (Options[i].Option == option)
            {
                return Options[i].Value;
            }
        }

        return null;
    }

    public IReadOnlyList<string> Values(Option option) => Options.Where(o => o.Option == option).Select(o => o.Value).ToArray();

    /// <summary>
    /// Reads <c>--name value</c>, <c>--name=value</c>, switches and operands; <c>--</c> ends the options, <c>-</c> is an operand.
    /// </summary>
    /// <exception cref="UsageException">An unknown option, a missing or a wrong value.</exception>
    public static Arguments Read(IReadOnlyList<string> words, IReadOnlyList<Option> known)
    {
        var options = new List<(Option, string)>();
        var operands = new List<string>();
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            if (word == "--")
            {
                operands.AddRange(words.Skip(i + 1));
                break;
            }

            if (word.Length < 2 || word[0] != '-')
            {
                operands.Add(word);
                continue;
            }

            var equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=') : -1;
            var name = equals < 0 ? word : word[..equals];
            var option = known.FirstOrDefault(o => o.IsNamed(name)) ?? throw Unknown(name, known);
            options.Add((option, option.Value is null ? Switch(option, equals) : Value(option, equals < 0 ? Next(option, words, ref i) : word[(equals + 1)..])));
        }

        return new Arguments(options, operands);
    }

    private static string Switch(Option option, int equals) =>
        equals < 0 ? "" : throw new UsageException($"{option.Name} takes no value");

    private static string Next(Option option, IReadOnlyList<string> words, ref int at) =>
        ++at < words.Count ? words[at] : throw new UsageException($"{option.Name} needs a value: {option.Name} {option.Value}{ChoicesOf(option)}");

    private static string Value(Option option, string value) =>
        option.Choices.Count == 0 || option.Choices.Contains(value)
            ? value
            : throw new UsageException($"{option.Name} {value}: not known{Hint(value, option.Choices)}{ChoicesOf(option)}");

    private static string ChoicesOf(Option option) => option.Choices.Count == 0 ? "" : $" ({string.Join(", ", option.Choices)})";

    private static UsageException Unknown(string name, IReadOnlyList<Option> known) =>
        new($"unknown option {name}{Hint(name, known.Select(o => o.Name))}");

    /// <summary>"; did you mean X?" where some known word is near, else nothing.</summary>
    internal static string Hint(string word, IEnumerable<string> known)
    {
        var limit = word.Length <= 4 ? 1 : 2;
        var best = known.Select(k => (Word: k, Distance: NearMiss.Distance(word, k, limit))).Where(k => k.Distance <= limit).OrderBy(k => k.Distance).FirstOrDefault().Word;
        return best is null ? "" : $"; did you mean {best}?";
    }
}
