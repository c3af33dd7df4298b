namespace SvcLint.Emulation.Comparison;

/// <summary>One rule, element or server, in a form in which the emulated and the found one are equal texts.</summary>
/// <param name="Place">The table and chain, the set, the virtual server.</param>
/// <param name="Text">The canonical text.</param>
/// <param name="Identity">What stays the same when it is only different: a key, a comment, a target.</param>
/// <param name="Owner">The Service, as <c>namespace/name</c>; null for what is kube-proxy's own.</param>
/// <param name="Cause">The YAML behind an emulated one.</param>
internal sealed record ComparedObject(string Place, string Text, string Identity, string? Owner, Cause? Cause = null)
{
    /// <summary>For people: as kube-proxy would write it, or as the tool printed it.</summary>
    public string Shown { get; init; } = Text;

    /// <summary>The order in the place counts.</summary>
    public bool IsOrdered { get; init; }
}
