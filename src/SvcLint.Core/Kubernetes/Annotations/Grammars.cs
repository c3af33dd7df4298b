namespace SvcLint.Kubernetes.Annotations;

/// <summary>The words of the providers' tables.</summary>
internal static class Grammars
{
    public static ValueGrammar FreeText(string what, string sample) => new AnyText(what, sample);

    public static ValueGrammar ShortName(int longest) => new ShortText("a name", "web", longest);

    public static ValueGrammar Word(params string[] words) => new OneOf(Certainty.Verified, false, words);

    public static ValueGrammar AnyCase(params string[] words) => new OneOf(Certainty.Verified, true, words);

    /// <summary>The provider's documentation lists these words; the controller passes on what it gets.</summary>
    public static ValueGrammar DocumentedWord(params string[] words) => new OneOf(Certainty.Documented, false, words);

    public static ValueGrammar UnconfirmedWord(params string[] words) => new OneOf(Certainty.Unconfirmed, false, words);

    public static ValueGrammar Flag { get; } = new OneOf(Certainty.Documented, true, ["on", "off"]);

    public static ValueGrammar TrueOrFalse { get; } = new GoBoolean();

    /// <summary>Compared with these words alone: "True" or "yes" count as false.</summary>
    public static ValueGrammar ExactBoolean { get; } = Word("true", "false");

    /// <summary>Compared with "true" in any case: every other word counts as false.</summary>
    public static ValueGrammar LaxBoolean { get; } = AnyCase("true", "false");

    public static ValueGrammar Int(long from, long to, Certainty range = Certainty.Documented) => new IntegerRange(from, to, range);

    public static ValueGrammar AtLeast(long from) => new IntegerRange(from, long.MaxValue, Certainty.Documented);

    public static ValueGrammar Port { get; } = Int(1, 65535, Certainty.Verified);

    public static ValueGrammar Ports { get; } = new ListOf(Port);

    /// <summary>Ports whose controller does not trim.</summary>
    public static ValueGrammar ExactPorts { get; } = new ListOf(Port) { TakesNoBlanks = true };

    public static ValueGrammar SlashPath { get; } = new UrlPath(Certainty.Documented);

    public static ValueGrammar Cidrs { get; } = new ListOf(new IPText(Cidr: true, Address: false));

    /// <summary>CIDRs whose controller takes none with host bits.</summary>
    public static ValueGrammar ExactCidrs { get; } = new ListOf(new IPText(Cidr: true, Address: false) { IsExact = true });

    public static ValueGrammar Addresses { get; } = new ListOf(new IPText(Cidr: false, Address: true));

    public static ValueGrammar Address { get; } = new IPText(Cidr: false, Address: true);

    public static ValueGrammar IPv4Address { get; } = new IPText(Cidr: false, Address: true) { Family = IPFamily.IPv4 };

    public static ValueGrammar IPv6Address { get; } = new IPText(Cidr: false, Address: true) { Family = IPFamily.IPv6 };

    public static ValueGrammar List(string what, string sample) => new ListOf(FreeText(what, sample));

    /// <summary><c>key=value</c> pairs; whoever reads them asks for the equals sign.</summary>
    public static ValueGrammar KeyValues { get; } = new ListOf(new Pair(FreeText("a key", "team"), '=', FreeText("a value", "shop")));

    /// <summary><c>key=value</c> pairs of which the value may be missing.</summary>
    public static ValueGrammar Tags { get; } =
        new ListOf(new Pair(FreeText("a key", "team"), '=', FreeText("a value", "shop")) { RightIsOptional = true });
}
