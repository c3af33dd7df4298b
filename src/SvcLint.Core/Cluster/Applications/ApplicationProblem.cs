namespace SvcLint.Cluster.Applications;

/// <summary>The rules that say what is found while applications are followed.</summary>
public static class ApplicationProblem
{
    public const string PathMissing = "SVC2100";

    public const string ValuesMissing = "SVC2101";

    public const string ValueNotRead = "SVC2107";

    public const string NotFollowed = "SVC2110";

    public const string ReferenceUnknown = "SVC2111";
}
