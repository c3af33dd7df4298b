using System.Runtime.CompilerServices;

namespace SvcLint.Model;

/// <summary>Tells objects of the model apart by where they stand: two may be equal in everything, and comparing records member by member is slow.</summary>
internal sealed class ByIdentity<T> : IEqualityComparer<T>
    where T : class
{
    public static readonly ByIdentity<T> Instance = new();

    private ByIdentity()
    {
    }

    public bool Equals(T? a, T? b) => ReferenceEquals(a, b);

    public int GetHashCode(T item) => RuntimeHelpers.GetHashCode(item);
}
