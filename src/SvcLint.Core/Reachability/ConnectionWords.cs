using System.Globalization;
using SvcLint.Emulation;

namespace SvcLint.Reachability;

/// <summary>How steps and reasons of a trace are worded.</summary>
internal static class ConnectionWords
{
    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>What stands behind an address that svclint chose in the cluster's place.</summary>
    public static string Mark(bool isDerived) => isDerived ? " (placeholder)" : "";

    public static bool IsDerived(Cause? cause) => cause?.IsDerived == true;
}
