/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Starts a program and prints how many milliseconds pass until its first frame is on the screen. It
 * looks from outside, as a person would: a bare X server is black, so the first frame is there when
 * the middle of the program's window is not. The program itself needs to know nothing of it. */

#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <glib.h>
#include <signal.h>
#include <sys/wait.h>

#define PATIENCE_US        (30 * G_USEC_PER_SEC)
#define SMALLEST_WINDOW_PX 200
#define COLOURS            0xffffff

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

/* Gives back FALSE when there was no frame in time. */
static gboolean
wait_for_frame (Display *display, gint64 start_us)
{
  Window window = None;

  while (g_get_monotonic_time () - start_us < PATIENCE_US)
    {
      if (window == None)
        window = find_window (display);
      else if (is_drawn (display, window))
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
  gboolean seen = FALSE;
  GPid child = 0;

  if (argc < 2 || display == NULL)
    {
      g_printerr ("usage: first-frame PROGRAM [ARGUMENT...], on an X display\n");
      return 2;
    }
  XSetErrorHandler (ignore_error_cb);
  XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);
  XSync (display, False);

  start_us = g_get_monotonic_time ();
  if (!g_spawn_async (NULL, argv + 1, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL,
                      NULL, NULL, &child, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  seen = wait_for_frame (display, start_us);
  end_us = g_get_monotonic_time ();
  kill (child, SIGTERM);
  waitpid (child, NULL, 0);
  XCloseDisplay (display);

  if (seen)
    g_print ("%.1f\n", (double)(end_us - start_us) / 1000.0);
  else
    g_printerr ("%s showed no frame\n", argv[1]);
  return seen ? 0 : 1;
}
