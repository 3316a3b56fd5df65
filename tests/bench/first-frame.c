/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Starts a program and prints how many milliseconds pass until its first frame is on the screen, or
 * with --rows until there is something to read in its window. It looks from outside, as a person
 * would: a bare X server is black, so the first frame is there when the middle of the program's
 * window is not; and a page without rows is of one colour from top to bottom. A headline alone is
 * not enough: the rows have to go down to the middle of the window. The program itself needs to
 * know nothing of it. */

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <glib.h>
#include <signal.h>
#include <sys/wait.h>

#define PATIENCE_US        (30 * G_USEC_PER_SEC)
#define SMALLEST_WINDOW_PX 200
#define COLOURS            0xffffff
/* Below any header bar and above the edge of the window, and so many times another colour than the
 * pixel above. */
#define TOP_PX  80
#define EDGE_PX 20
#define CHANGES 8

/* A window may vanish between two requests: then there is simply nothing to see. */
static int
ignore_error_cb (Display *display, XErrorEvent *event)
{
  return 0;
}

/* The program's window, once it is mapped; None until then. Hidden helper windows are tiny. */
static Window
find_window (Display *display)
{
  Window window = None;

  while (XPending (display) > 0)
    {
      XEvent event;
      XWindowAttributes attributes;

      XNextEvent (display, &event);
      if (event.type == MapNotify &&
          XGetWindowAttributes (display, event.xmap.window, &attributes) != 0 &&
          attributes.width > SMALLEST_WINDOW_PX)
        window = event.xmap.window;
    }

  return window;
}

static gboolean
is_drawn (Display *display, Window window)
{
  XWindowAttributes attributes;
  XImage *image = NULL;
  gboolean drawn = FALSE;

  if (XGetWindowAttributes (display, window, &attributes) == 0)
    return FALSE;
  image = XGetImage (display, window, attributes.width / 2, attributes.height / 2, 1, 1, AllPlanes,
                     ZPixmap);
  if (image == NULL)
    return FALSE;
  drawn = (XGetPixel (image, 0, 0) & COLOURS) != 0;
  XDestroyImage (image);

  return drawn;
}

/* A third from the left, where there are the values of rows. */
static gboolean
has_rows (Display *display, Window window)
{
  XWindowAttributes attributes;
  XImage *image = NULL;
  guint changes = 0;
  int lowest = 0;

  if (XGetWindowAttributes (display, window, &attributes) == 0 ||
      attributes.height <= TOP_PX + EDGE_PX)
    return FALSE;
  image = XGetImage (display, window, attributes.width / 3, TOP_PX, 1,
                     (unsigned)(attributes.height - TOP_PX - EDGE_PX), AllPlanes, ZPixmap);
  if (image == NULL)
    return FALSE;
  for (int y = 1; y < image->height; y++)
    {
      if (((XGetPixel (image, 0, y) ^ XGetPixel (image, 0, y - 1)) & COLOURS) == 0)
        continue;
      changes++;
      lowest = TOP_PX + y;
    }
  XDestroyImage (image);

  return changes >= CHANGES && lowest > attributes.height / 2;
}

/* Gives back FALSE when there was no frame in time. */
static gboolean
wait_for_frame (Display *display, gint64 start_us, gboolean rows)
{
  Window window = None;

  while (g_get_monotonic_time () - start_us < PATIENCE_US)
    {
      if (window == None)
        window = find_window (display);
      else if (is_drawn (display, window) && (!rows || has_rows (display, window)))
        return TRUE;
      g_usleep (500);
    }

  return FALSE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  Display *display = XOpenDisplay (NULL);
  gint64 start_us = 0;
  gint64 end_us = 0;
  gboolean rows = argc > 1 && g_str_equal (argv[1], "--rows");
  char **command = argv + (rows ? 2 : 1);
  gboolean seen = FALSE;
  GPid child = 0;

  if (argc < 2 || *command == NULL || display == NULL)
    {
      g_printerr ("usage: first-frame [--rows] PROGRAM [ARGUMENT...], on an X display\n");
      return 2;
    }
  XSetErrorHandler (ignore_error_cb);
  XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);
  XSync (display, False);

  start_us = g_get_monotonic_time ();
  if (!g_spawn_async (NULL, command, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                      NULL, NULL, &child, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  seen = wait_for_frame (display, start_us, rows);
  end_us = g_get_monotonic_time ();
  kill (child, SIGTERM);
  waitpid (child, NULL, 0);
  XCloseDisplay (display);

  if (seen)
    g_print ("%.1f\n", (double)(end_us - start_us) / 1000.0);
  else
    g_printerr ("%s showed nothing in time\n", *command);
  return seen ? 0 : 1;
}
