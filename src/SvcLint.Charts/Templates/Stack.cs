using System.Runtime.CompilerServices;

namespace SvcLint.Charts.Templates;

/// <summary>
/// Templates nest as deeply as Go lets them, which is deeper than a thread's usual stack: rendering runs on a thread of its own, and asks before it
/// goes deeper.
/// </summary>
public static class Stack
{
    private const int Size = 256 << 20;

    /// <summary>Runs the work on a thread with a large stack.</summary>
    public static T Run<T>(Func<T> work)
    {
        T? result = default;
        System.Runtime.ExceptionServices.ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
#pragma warning disable CA1031 // Whatever it is, the caller gets it.
                try
                {
                    result = work();
                }
                catch (Exception exception)
                {
                    failure = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(exception);
                }
#pragma warning restore CA1031
            },
            Size);
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }

    internal static bool IsSufficient()
    {
        try
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
            return true;
        }
        catch (InsufficientExecutionStackException)
        {
            return false;
        }
    }
}
