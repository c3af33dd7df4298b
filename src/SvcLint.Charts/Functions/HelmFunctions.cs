using SvcLint.Charts.Templates;

namespace SvcLint.Charts.Functions;

/// <summary>The functions that Helm gives to templates beside Go's own.</summary>
public static class HelmFunctions
{
    /// <summary>Those of a major version of Helm.</summary>
    public static FunctionTable Table(int helm) => new(
        StringFunctions.All(),
        ListFunctions.All(),
        DictFunctions.All(),
        MathFunctions.All(),
        DefaultFunctions.All(),
        TypeFunctions.All(),
        EncodingFunctions.All(),
        CryptoFunctions.All(),
        RegexFunctions.All(),
        SemverFunctions.All(),
        DateFunctions.All(),
        PathFunctions.All(),
        UrlFunctions.All(),
        YamlFunctions.All(helm),
        TomlFunctions.All(helm),
        FlowFunctions.All(),
        helm >= 4 ? DurationFunctions.All() : []);
}
