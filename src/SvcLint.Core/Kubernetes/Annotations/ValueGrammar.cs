using System.Globalization;
using SvcLint.Text;

namespace SvcLint.Kubernetes.Annotations;

/// <summary>What is wrong with a value: a range within it and a clause that follows "but".</summary>
public sealed record ValueProblem(int Start, int End, string Message, Certainty Certainty, string? Suggestion = null);

/// <summary>
/// What a controller accepts as an annotation's value. An empty value is as good as none and never a problem.
/// </summary>
public abstract record ValueGrammar(Certainty Certainty)
{
    /// <summary>For pages and messages: "`on` or `off`", "an integer from 2 to 10".</summary>
    public abstract string Description { get; }

    /// <summary>A value that the grammar accepts.</summary>
    public abstract string Example { get; }

    public ValueProblem? Check(string value) => value.Length == 0 || Placeholder.Is(value) ? null : CheckPresent(value);

    protected abstract ValueProblem? CheckPresent(string value);

    protected ValueProblem Whole(string value, string message, string? suggestion = null) =>
        new(0, value.Length, message, Certainty, suggestion);
}

/// <summary>Any text: names, ids, paths that only the provider can judge.</summary>
public sealed record AnyText(string What, string Sample) : ValueGrammar(Certainty.Verified)
{
    public override string Description => What;

    public override string Example => Sample;

    protected override ValueProblem? CheckPresent(string value) => null;
}

/// <summary>One word of a list.</summary>
public sealed record OneOf(Certainty Certainty, bool IgnoreCase, IReadOnlyList<string> Words) : ValueGrammar(Certainty)
{
    public override string Description => "`" + string.Join("`, `", Words) + "`" + (IgnoreCase ? " (any case)" : "");

    public override string Example => Words[0];

    protected override ValueProblem? CheckPresent(string value)
    {
        var comparison = IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        if (Words.Any(w => string.Equals(w, value, comparison)))
        {
            return null;
        }

        var near = Words.FirstOrDefault(w => string.Equals(w, value.Trim(), StringComparison.OrdinalIgnoreCase)) ?? NearMiss.Nearest(value, Words);
        return Whole(value, $"must be one of {Description}", near);
    }
}

/// <summary>A Go boolean: what strconv.ParseBool takes.</summary>
public sealed record GoBoolean() : ValueGrammar(Certainty.Verified)
{
    private static readonly HashSet<string> Words =
        new(StringComparer.Ordinal) { "1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False" };

    public override string Description => "`true` or `false`";

    public override string Example => "true";

    protected override ValueProblem? CheckPresent(string value) => Words.Contains(value)
        ? null
        : Whole(value, "must be `true` or `false`", value.ToLowerInvariant() switch { "yes" or "on" or "enabled" => "true", "no" or "off" or "disabled" => "false", _ => null });
}

/// <summary>A decimal integer; the range may be less sure than that it must be an integer.</summary>
public sealed record IntegerRange(long Minimum, long Maximum, Certainty RangeCertainty) : ValueGrammar(Certainty.Verified)
{
    /// <summary>Values outside the range that are fine all the same.</summary>
    public IReadOnlyList<long> Also { get; init; } = [];

    public override string Description =>
        (Maximum == long.MaxValue ? $"an integer of at least {Text(Minimum)}" : $"an integer from {Text(Minimum)} to {Text(Maximum)}")
        + string.Concat(Also.Select(a => $", or {Text(a)}"));

    public override string Example => Text(Minimum);

    protected override ValueProblem? CheckPresent(string value)
    {
        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            var digits = new string([.. value.TakeWhile(char.IsDigit)]);
            return Whole(value, $"must be {Description}", digits.Length > 0 ? digits : null);
        }

        return (number >= Minimum && number <= Maximum) || Also.Contains(number)
            ? null
            : new ValueProblem(0, value.Length, $"must be {Description}", RangeCertainty);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Items of one grammar behind one another.</summary>
public sealed record ListOf(ValueGrammar Item, char Separator = ',', int MinimumCount = 1) : ValueGrammar(Item.Certainty)
{
    /// <summary>The controller does not trim items: a blank after a comma makes another word of the next one.</summary>
    public bool TakesNoBlanks { get; init; }

    public override string Description =>
        (MinimumCount > 1 ? $"at least {MinimumCount} items, " : "") + (Separator == ' ' ? "space" : "comma") + "-separated" + (TakesNoBlanks ? " without blanks" : "") + ": " + Item.Description;

    public override string Example => string.Join(Separator.ToString(), Enumerable.Repeat(Item.Example, MinimumCount));

    protected override ValueProblem? CheckPresent(string value)
    {
        var start = 0;
        var count = 0;
        foreach (var part in value.Split(Separator))
        {
            var text = part.Trim();
            if (TakesNoBlanks && text.Length != part.Length)
            {
                return new ValueProblem(0, value.Length, "must have no blanks between its items", Certainty.Verified, value.Replace(" ", ""));
            }

            if (text.Length > 0)
            {
                count++;
                if (Item.Check(text) is { } problem)
                {
                    var at = start + part.IndexOf(text, StringComparison.Ordinal);
                    return problem with { Start = at + problem.Start, End = at + problem.End };
                }
            }

            start += part.Length + 1;
        }

        return count < MinimumCount ? Whole(value, $"must list at least {MinimumCount} items") : null;
    }
}

/// <summary>Two parts around a separator, such as <c>https:443</c>, <c>80:443</c> or <c>team=shop</c>.</summary>
public sealed record Pair(ValueGrammar Left, char Separator, ValueGrammar Right) : ValueGrammar(Left.Certainty)
{
    /// <summary>The right part may be missing with its separator.</summary>
    public bool RightIsOptional { get; init; }

    public override string Description => $"`{Left.Example}{Separator}{Right.Example}` ({Left.Description}; {Right.Description})";

    public override string Example => Left.Example + Separator + Right.Example;

    protected override ValueProblem? CheckPresent(string value)
    {
        var at = value.IndexOf(Separator);
        if (at < 0)
        {
            return RightIsOptional ? Left.Check(value) : Whole(value, $"must have the form `{Example}`");
        }

        var (left, right) = (value.Substring(0, at), value.Substring(at + 1));
        if (left.Length == 0 || (right.Length == 0 && !RightIsOptional))
        {
            return Whole(value, $"must have the form `{Example}`");
        }

        return Left.Check(left)
            ?? (Right.Check(right) is { } problem ? problem with { Start = at + 1 + problem.Start, End = at + 1 + problem.End, Suggestion = null } : null);
    }
}

/// <summary>An IP address or, where allowed, a CIDR.</summary>
public sealed record IPText(bool Cidr, bool Address, Certainty Certainty = Certainty.Verified) : ValueGrammar(Certainty)
{
    /// <summary>The only family that is taken; null means both.</summary>
    public IPFamily? Family { get; init; }

    /// <summary>A CIDR with bits beyond its prefix is refused.</summary>
    public bool IsExact { get; init; }

    public override string Description => (Cidr, Address, Family) switch
    {
        (true, true, _) => "an IP address or CIDR",
        (true, false, _) => IsExact ? "a CIDR without host bits" : "a CIDR",
        (_, _, null) => "an IP address",
        _ => $"an {Family} address",
    };

    public override string Example => Cidr ? "10.0.0.0/8" : Family == IPFamily.IPv6 ? "2001:db8::1" : "192.0.2.1";

    protected override ValueProblem? CheckPresent(string value)
    {
        var isCidr = value.IndexOf('/') >= 0;
        if (isCidr && Cidr && CidrValue.TryParse(value, out var cidr))
        {
            return IsExact && cidr.HasHostBits ? Whole(value, $"must be {Description}", cidr.ToString()) : null;
        }

        var valid = !isCidr && Address && IPAddressValue.TryParse(value, out var address) && (Family is null || address.Family == Family);
        return valid ? null : Whole(value, $"must be {Description}", !isCidr && !Address && IPAddressValue.TryParse(value, out _) ? value + (value.IndexOf(':') >= 0 ? "/128" : "/32") : null);
    }
}

/// <summary>A comma-separated list of addresses, at most one of each family.</summary>
public sealed record AddressOfEachFamily() : ValueGrammar(Certainty.Verified)
{
    private static readonly ListOf Addresses = new(new IPText(Cidr: false, Address: true));

    public override string Description => "one IP address, or one of each family with a comma";

    public override string Example => "192.0.2.1";

    protected override ValueProblem? CheckPresent(string value)
    {
        var families = value.Split(',').Select(a => IPAddressValue.TryParse(a.Trim(), out var address) ? address.Family : (IPFamily?)null).ToArray();
        return Addresses.Check(value)
            ?? (families.Distinct().Count() < families.Length ? Whole(value, "must have at most one address of each family") : null);
    }
}

/// <summary>Text that starts with a slash.</summary>
public sealed record UrlPath(Certainty Certainty) : ValueGrammar(Certainty)
{
    public override string Description => "a path that starts with `/`";

    public override string Example => "/healthz";

    protected override ValueProblem? CheckPresent(string value) =>
        value[0] == '/' ? null : Whole(value, "must start with `/`", "/" + value);
}

/// <summary>Text of limited length.</summary>
public sealed record ShortText(string What, string Sample, int Longest) : ValueGrammar(Certainty.Verified)
{
    public override string Description => $"{What} of at most {Longest} characters";

    public override string Example => Sample;

    protected override ValueProblem? CheckPresent(string value) =>
        value.Length <= Longest ? null : Whole(value, $"must have at most {Longest} characters, not {value.Length}");
}
