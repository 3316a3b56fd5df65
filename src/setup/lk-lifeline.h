/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* One authenticated connection to the camera that is opened before a change and kept alive through
 * it: a camera asks for client certificates on new connections only, so what is open stays a way
 * back. It is proved by two requests on the same connection, kept warm by a thread of its own, and
 * its death is noticed. The thread owns the connection; the object may be used from one other
 * thread. */

#pragma once

#include "camera/lk-camera.h"

G_BEGIN_DECLS

#define LK_TYPE_LIFELINE (lk_lifeline_get_type ())
G_DECLARE_FINAL_TYPE (LkLifeline, lk_lifeline, LK, LIFELINE, GObject)

/* Opens and proves it: blocking. @identity: (nullable) needed while client authentication is on.
 * @warm_ms: pause between two light inquiries. Errors of lk_connection_send(); UNSUPPORTED when the
 * camera closes after each answer. */
LkLifeline *lk_lifeline_open (
  LkCamera *camera, LkIdentity *identity, guint warm_ms, GCancellable *cancellable, GError **error);

/* Whether the last inquiry went over the connection that was proved; the evidence in words
 * (transfer full). */
gboolean lk_lifeline_is_alive (LkLifeline *self);
char *lk_lifeline_describe (LkLifeline *self);

/* Runs lk_camera_apply() or anything else on the lifeline's camera, on its thread; blocks until
 * done. A function that returns FALSE has set its error. UNREACHABLE, without calling it, when the
 * lifeline is dead. */
typedef gboolean (*LkLifelineFunc) (LkCamera *camera,
                                    gpointer user_data,
                                    GCancellable *cancellable,
                                    GError **error);
gboolean lk_lifeline_call (LkLifeline *self,
                           LkLifelineFunc func,
                           gpointer user_data,
                           GCancellable *cancellable,
                           GError **error);

/* @func is called once when it is cut: here, at once, when it is so already, else on the lifeline's
 * thread. NULL: nobody is called any more; who is being called just now has ended by then. */
typedef void (*LkLifelineCutFunc) (gpointer user_data);
void lk_lifeline_watch (LkLifeline *self, LkLifelineCutFunc func, gpointer user_data);

/* Stops the thread and closes; done at the last unref otherwise. */
void lk_lifeline_close (LkLifeline *self);

G_END_DECLS
