namespace SvcLint.Rules;

/// <summary>What to do about something that a closed world lacks: it is a slip, or the world is not as closed as the configuration says.</summary>
internal static class ClosedWorld
{
    public const string SelectorHelp = "correct the selector, or declare the workload as external in svclint.yaml";

    public const string NameHelp = "correct the name, or declare the Service as external in svclint.yaml";
}
