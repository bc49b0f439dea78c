/**
 * Asks the Restart Manager of Windows which programs have files open. It answers for a group of files together, so a
 * group in which something is open is halved until single files are left, or until it has been asked often enough: then
 * the rest is told without the file. A file that is gone is open nowhere; any other error ends the search, since not to
 * know is not "nobody". C# 5, which is what PowerShell 3 to 5.1 compile.
 */
export const RESTART_MANAGER = String.raw`
using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Runtime.InteropServices;
using System.Text;

public static class PostbagOpenFiles {
  [StructLayout(LayoutKind.Sequential)]
  public struct UniqueProcess { public int Id; public uint StartedLow; public uint StartedHigh; }

  [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
  public struct ProcessInfo {
    public UniqueProcess Process;
    [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 256)] public string Name;
    [MarshalAs(UnmanagedType.ByValTStr, SizeConst = 64)] public string Service;
    public int Type; public uint Status; public uint Session; public int Restartable;
  }

  [DllImport("rstrtmgr.dll", CharSet = CharSet.Unicode)]
  static extern int RmStartSession(out uint session, int flags, StringBuilder key);
  [DllImport("rstrtmgr.dll", CharSet = CharSet.Unicode)]
  static extern int RmRegisterResources(uint session, uint files, string[] names, uint processes, IntPtr ids, uint services, string[] serviceNames);
  [DllImport("rstrtmgr.dll")]
  static extern int RmGetList(uint session, out uint needed, ref uint count, [In, Out] ProcessInfo[] found, out uint reasons);
  [DllImport("rstrtmgr.dll")]
  static extern int RmEndSession(uint session);

  public class Use { public int Pid; public DateTime Started; public string Name; public string File; }

  const int MoreData = 234;
  static int asksLeft;

  public static Use[] Find(string[] files, int groupSize, int mostAsks) {
    var uses = new List<Use>();
    asksLeft = mostAsks;
    for (int from = 0; from < files.Length; from += groupSize) {
      Search(Part(files, from, Math.Min(groupSize, files.Length - from)), uses);
    }
    return uses.ToArray();
  }

  static void Search(string[] files, List<Use> uses) {
    ProcessInfo[] found;
    int code = Ask(files, out found);
    if (code == 0 && found.Length == 0) return;
    if (files.Length > 1 && asksLeft >= 2) {
      asksLeft -= 2;
      int half = files.Length / 2;
      Search(Part(files, 0, half), uses);
      Search(Part(files, half, files.Length - half), uses);
      return;
    }
    if (code != 0) {
      if (files.Length == 1 && !File.Exists(files[0])) return;
      throw new Win32Exception(code);
    }
    foreach (ProcessInfo one in found) {
      long started = ((long)one.Process.StartedHigh << 32) | one.Process.StartedLow;
      uses.Add(new Use {
        Pid = one.Process.Id, Started = DateTime.FromFileTimeUtc(started), Name = one.Name,
        File = files.Length == 1 ? files[0] : null
      });
    }
  }

  static string[] Part(string[] files, int from, int count) {
    var part = new string[count];
    Array.Copy(files, from, part, 0, count);
    return part;
  }

  static int Ask(string[] files, out ProcessInfo[] found) {
    found = new ProcessInfo[0];
    uint session;
    int code = RmStartSession(out session, 0, new StringBuilder(64));
    if (code != 0) return code;
    try {
      code = RmRegisterResources(session, (uint)files.Length, files, 0, IntPtr.Zero, 0, null);
      if (code != 0) return code;
      uint needed = 0, count = 0, reasons;
      code = RmGetList(session, out needed, ref count, null, out reasons);
      while (code == MoreData) {
        count = needed + 8;
        found = new ProcessInfo[count];
        code = RmGetList(session, out needed, ref count, found, out reasons);
      }
      Array.Resize(ref found, code == 0 ? (int)count : 0);
      return code;
    } finally {
      RmEndSession(session);
    }
  }
}`;
