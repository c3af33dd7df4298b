using System.Diagnostics;
using System.Globalization;
using SvcLint.Cli;
using SvcLint.Cli.Hosting;

namespace SvcLint.Benchmarks.Growth;

/// <summary>
/// Runs the command on inputs of n, 2n and 4n and prints how its processor time and memory grow: twice the input may take twice the time, and what
/// takes four times is quadratic. Processor time, so that whatever else the machine does matters little.
/// </summary>
internal static class GrowthRun
{
    private const double Limit = 3;
    private const int Runs = 2;

    /// <summary>Below this, what a run costs at all outweighs its input.</summary>
    private static readonly TimeSpan Noise = TimeSpan.FromMilliseconds(30);

    /// <param name="wanted">Parts of names of shapes; none for all.</param>
    /// <returns>How many shapes grow faster than their input.</returns>
    public static int Run(IReadOnlyList<string> wanted)
    {
        var steep = 0;
        Console.WriteLine("| Shape | n | n | 2n | 4n | 2n : n | 4n : 2n | memory |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var shape in GrowthShapes.All.Where(s => wanted.Count == 0 || wanted.Any(w => s.Name.Contains(w, StringComparison.Ordinal))))
        {
            var folder = Directory.CreateTempSubdirectory("svclint-growth").FullName;
            try
            {
                steep += Row(shape, folder) ? 0 : 1;
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        Console.WriteLine(steep == 0 ? "every shape grows with its input" : $"{steep} shapes grow faster than their input");
        return steep;
    }

    private static bool Row(GrowthShape shape, string folder)
    {
        Once(shape, folder, Math.Max(1, shape.Size / 10), out _);
        var times = new TimeSpan[3];
        var memory = 0L;
        for (var i = 0; i < times.Length; i++)
        {
            times[i] = Once(shape, folder, shape.Size << i, out memory);
        }

        var (first, second) = (Ratio(times[0], times[1]), Ratio(times[1], times[2]));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {shape.Name} | {shape.Size:N0} | {times[0].TotalSeconds:F2} s | {times[1].TotalSeconds:F2} s | {times[2].TotalSeconds:F2} s | {first:F1} | {second:F1} | {memory >> 20} MB |{(second >= Limit ? " !" : "")}"));
        return second < Limit;
    }

    private static double Ratio(TimeSpan before, TimeSpan after) => after / (before > Noise ? before : Noise);

    private static TimeSpan Once(GrowthShape shape, string folder, int size, out long memory)
    {
        var input = Path.Combine(folder, size.ToString(CultureInfo.InvariantCulture));
        foreach (var (name, text) in shape.Files(size))
        {
            var path = Path.Combine(input, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        var best = TimeSpan.MaxValue;
        memory = 0;
        for (var i = 0; i < Runs; i++)
        {
            GC.Collect();
            var (start, allocated) = (Process.GetCurrentProcess().TotalProcessorTime, GC.GetTotalAllocatedBytes());
            using var error = new StringWriter();
            var status = Application.Run([.. shape.Command], new Host { Folder = input, Output = Stream.Null, Error = error });
            var time = Process.GetCurrentProcess().TotalProcessorTime - start;
            best = time < best ? time : best;
            memory = GC.GetTotalAllocatedBytes() - allocated;
            if (status is 2 or 3)
            {
                throw new InvalidOperationException($"{shape.Name}: {error}");
            }
        }

        Directory.Delete(input, recursive: true);
        return best;
    }
}
