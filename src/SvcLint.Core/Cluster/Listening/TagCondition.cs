using System.Globalization;

namespace SvcLint.Cluster.Listening;

/// <summary>Which tags of an image have something: those of a range of versions, or those that hold a word.</summary>
internal readonly record struct TagCondition(string Operator, string Operand)
{
    private static readonly string[] Operators = [">=", "<<", "<", "~"];

    /// <summary>Takes the condition off the end of a word.</summary>
    public static string Split(string word, out TagCondition condition)
    {
        foreach (var sign in Operators)
        {
            if (word.IndexOf(sign, StringComparison.Ordinal) is > 0 and var at)
            {
                condition = new TagCondition(sign, word.Substring(at + sign.Length));
                return word.Substring(0, at);
            }
        }

        condition = default;
        return word;
    }

    /// <summary>Null where the tag does not tell.</summary>
    public bool? Holds(string? tag) => Operator switch
    {
        null => true,
        "~" => tag?.IndexOf(Operand, StringComparison.Ordinal) >= 0,
        // Long gone: a tag that does not tell is newer.
        "<<" => Compare(tag, Operand) < 0,
        "<" => Compare(tag, Operand) is { } order ? order < 0 : null,
        _ => Compare(tag, Operand) is { } order ? order >= 0 : null,
    };

    /// <summary>The order of a tag's version and another one; null for a tag that begins with none.</summary>
    public static int? Compare(string? tag, string version)
    {
        if (Numbers(tag) is not { Count: > 0 } own)
        {
            return null;
        }

        var other = Numbers(version);
        for (var i = 0; i < Math.Max(own.Count, other.Count); i++)
        {
            // "3" stands for the newest 3.x: it is not before 3.13.
            if (i == own.Count)
            {
                return 0;
            }

            var order = own[i].CompareTo(i < other.Count ? other[i] : 0);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private static List<int> Numbers(string? text)
    {
        var numbers = new List<int>();
        foreach (var part in (text ?? "").TrimStart('v').Split('-')[0].Split('.'))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                return numbers;
            }

            numbers.Add(number);
        }

        return numbers;
    }
}
