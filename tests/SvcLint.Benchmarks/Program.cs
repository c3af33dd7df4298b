using BenchmarkDotNet.Running;
using SvcLint.Benchmarks;
using SvcLint.Benchmarks.Growth;

if (args is ["growth", ..])
{
    return GrowthRun.Run(args[1..]);
}

BenchmarkSwitcher.FromAssembly(typeof(EmulationBenchmarks).Assembly).Run(args);
return 0;
