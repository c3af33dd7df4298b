namespace SvcLint.Charts.Templates;

/// <summary>How a chart is rendered, apart from its values.</summary>
public sealed record RenderSettings
{
    /// <summary>What <c>now</c> says.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>Helm's major version, 3 or 4.</summary>
    public int Helm { get; init; } = 3;

    /// <summary>A key that a map lacks is an error.</summary>
    public bool IsStrict { get; init; }

    /// <summary><c>helm lint</c>: <c>required</c> and <c>fail</c> let pass.</summary>
    public bool IsLint { get; init; }

    /// <summary>
    /// A value that a values file declares without one (<c>password: null</c>) is somebody's to set: where it is shown, something unknown is
    /// written, and <see cref="Execution.Unset"/> names it.
    /// </summary>
    public bool IsUnsetUnknown { get; init; }

    /// <summary>Steps that a rendering may take: actions, elements of loops and calls.</summary>
    public long MaxSteps { get; init; } = 20_000_000;

    /// <summary>Characters that all templates together may write, intermediate texts included.</summary>
    public long MaxOutput { get; init; } = 64L << 20;
}
