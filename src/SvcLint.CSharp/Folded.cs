using SvcLint.Model.DotNet;

namespace SvcLint.CSharp;

/// <summary>A text as far as it is known; <see cref="Hole"/> stands for what is not.</summary>
internal sealed record Folded(string Value, IReadOnlyList<TextPiece> Pieces)
{
    /// <summary>A letter that no text holds.</summary>
    public const char Hole = '\uFFFF';

    public static Folded Unknown { get; } = new(Hole.ToString(), []);

    public bool IsConstant => Value.IndexOf(Hole) < 0;
}
