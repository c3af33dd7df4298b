using SvcLint.Cli.Inputs;
using SvcLint.Findings;

namespace SvcLint.Cli.Outputs;

/// <summary>A finished run as the outputs see it.</summary>
/// <param name="Inputs">What was read.</param>
/// <param name="Result">What the linter says of it.</param>
/// <param name="Findings">What of that is shown, sorted by place.</param>
/// <param name="Options">What was asked.</param>
internal sealed record Report(InputSet Inputs, LintResult Result, IReadOnlyList<Finding> Findings, LintOptions Options);
