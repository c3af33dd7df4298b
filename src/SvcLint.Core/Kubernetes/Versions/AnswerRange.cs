namespace SvcLint.Kubernetes;

/// <summary>
/// The versions for which a question has the answer that one of them got: it narrows with every comparison that the answer rests on. Whoever
/// asks of eleven versions asks so but once, where nothing in the object depends on the version.
/// </summary>
internal sealed class AnswerRange
{
    public KubernetesVersion First { get; private set; } = KubernetesVersion.Oldest;

    public KubernetesVersion Last { get; private set; } = KubernetesVersion.Newest;

    /// <summary>The version was found to be, or not to be, <paramref name="minor"/> or newer.</summary>
    public void IsAtLeast(int minor, bool isAtLeast)
    {
        if (isAtLeast && minor > First.Minor)
        {
            First = new KubernetesVersion(minor);
        }
        else if (!isAtLeast && minor <= Last.Minor)
        {
            Last = new KubernetesVersion(minor - 1);
        }
    }
}
