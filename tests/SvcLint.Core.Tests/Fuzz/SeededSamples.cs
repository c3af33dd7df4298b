using CsCheck;

namespace SvcLint.Core.Tests.Fuzz;

/// <summary>Samples that are the same in every run of continuous integration; elsewhere each run begins with others. A failure prints the seed of its sample.</summary>
internal static class SeededSamples
{
    private const uint Stream = 11;

    // A seed that CsCheck is given decides the first sample alone, so that each sample gets its own.
    public static void SampleSeeded<T>(this Gen<T> gen, Action<T> assert, int iter)
    {
        var first = Environment.GetEnvironmentVariable("CI") is null ? (ulong)Random.Shared.NextInt64(1L << 32) : 1;
        for (var i = 0; i < iter; i++)
        {
            gen.Sample(assert, seed: new PCG(Stream, first + (ulong)i).ToString(), iter: 1, threads: 1);
        }
    }
}
