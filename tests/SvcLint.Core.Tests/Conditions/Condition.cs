namespace SvcLint.Core.Tests.Conditions;

/// <summary>One forward conditional branch in the code of a rule: what inverting it changes, an example must show.</summary>
/// <param name="Id">Its number in the inverted copy of the assembly.</param>
/// <param name="Type">Full name of the outermost class that it stands in.</param>
/// <param name="File">Name of its source file.</param>
/// <param name="Line">Line of the statement, from 1.</param>
/// <param name="Statement">The statement that it is part of, on one line.</param>
public sealed record Condition(int Id, string Type, string File, int Line, string Statement);
