/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-lifeline.h"

#include "base/lk-error.h"

#include <glib/gi18n-lib.h>

#define DEFAULT_WARM_MS 3000

/* What the object asks of its thread; lives on the asker's stack. */
typedef struct
{
  LkLifelineFunc func; /* NULL: the thread is to end */
  gpointer user_data;
  GCancellable *cancellable;
  GError **error;
  gboolean result;
  gboolean done;
} Order;

struct _LkLifeline
{
  GObject parent_instance;

  GThread *thread;
  GAsyncQueue *orders;
  GMutex mutex;
  GCond done;
  guint warm_ms;
  LkCamera *camera; /* the thread's own */
  int alive;        /* atomic */
  guint64 connection_id;
  int n_inquiries; /* atomic */

  GMutex watch_mutex; /* guards what follows */
  LkLifelineCutFunc cut;
  gpointer cut_data;
};

G_DEFINE_FINAL_TYPE (LkLifeline, lk_lifeline, G_TYPE_OBJECT)

/* Authenticated and small: what the camera says of itself. */
static gboolean
inquire (LkLifeline *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (LkCameraFacts) facts = lk_camera_read_facts (self->camera, cancellable, error);

  if (facts != NULL)
    g_atomic_int_inc (&self->n_inquiries);
  return facts != NULL;
}

/* An answer that displeases is still an answer; only silence and a closed connection are death. */
static gboolean
is_deadly (const GError *error)
{
  return g_error_matches (error, LK_ERROR, LK_ERROR_UNREACHABLE) ||
         g_error_matches (error, LK_ERROR, LK_ERROR_TIMEOUT) ||
         g_error_matches (error, LK_ERROR, LK_ERROR_PEER_UNTRUSTED) ||
         g_error_matches (error, LK_ERROR, LK_ERROR_CLIENT_REFUSED);
}

static void
die (LkLifeline *self)
{
  g_atomic_int_set (&self->alive, FALSE);
  g_mutex_lock (&self->watch_mutex);
  if (self->cut != NULL)
    self->cut (self->cut_data);
  self->cut = NULL;
  g_mutex_unlock (&self->watch_mutex);
}

static void
keep_warm (LkLifeline *self)
{
  g_autoptr (GError) error = NULL;

  if (g_atomic_int_get (&self->alive) == 0 || inquire (self, NULL, &error) || !is_deadly (error))
    return;
  g_debug ("lifeline: %s", error->message);
  die (self);
}

static void
carry_out (LkLifeline *self, Order *order)
{
  gboolean result = order->func (self->camera, order->user_data, order->cancellable, order->error);

  g_mutex_lock (&self->mutex);
  order->result = result;
  order->done = TRUE;
  g_cond_broadcast (&self->done);
  g_mutex_unlock (&self->mutex);
}

static gpointer
lifeline_thread (gpointer data)
{
  LkLifeline *self = data;

  for (;;)
    {
      Order *order =
        g_async_queue_timeout_pop (self->orders, (guint64)self->warm_ms * G_TIME_SPAN_MILLISECOND);

      if (order == NULL)
        keep_warm (self);
      else if (order->func == NULL)
        break;
      else
        carry_out (self, order);
    }
  g_clear_object (&self->camera);
  return NULL;
}

static gboolean
run_order (LkLifeline *self, Order *order)
{
  g_async_queue_push (self->orders, order);
  g_mutex_lock (&self->mutex);
  while (!order->done)
    g_cond_wait (&self->done, &self->mutex);
  g_mutex_unlock (&self->mutex);
  return order->result;
}

/* Two answers over one connection prove that it is kept open; from then on no other is opened. */
static gboolean
prove (LkCamera *camera, gpointer user_data, GCancellable *cancellable, GError **error)
{
  LkLifeline *self = user_data;
  LkConnection *connection = lk_camera_get_connection (camera);
  g_autoptr (GError) second = NULL;

  if (!inquire (self, cancellable, error))
    return FALSE;
  self->connection_id = lk_connection_get_last_id (connection);
  lk_connection_set_held (connection, TRUE);
  if (!inquire (self, cancellable, &second) ||
      lk_connection_get_last_id (connection) != self->connection_id)
    {
      g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, _ ("The camera does not keep a connection open%s%s"),
                   second != NULL ? ": " : "", second != NULL ? second->message : "");
      return FALSE;
    }
  g_atomic_int_set (&self->alive, TRUE);
  return TRUE;
}

LkLifeline *
lk_lifeline_open (
  LkCamera *camera, LkIdentity *identity, guint warm_ms, GCancellable *cancellable, GError **error)
{
  g_autoptr (LkLifeline) self = NULL;
  Order order = { .func = prove, .cancellable = cancellable, .error = error };

  g_return_val_if_fail (LK_IS_CAMERA (camera), NULL);

  self = g_object_new (LK_TYPE_LIFELINE, NULL);
  self->warm_ms = warm_ms > 0 ? warm_ms : DEFAULT_WARM_MS;
  self->camera = lk_camera_dup_fresh (camera, identity);
  self->thread = g_thread_new ("lifeline", lifeline_thread, self);
  order.user_data = self;
  return run_order (self, &order) ? g_steal_pointer (&self) : NULL;
}

gboolean
lk_lifeline_is_alive (LkLifeline *self)
{
  g_return_val_if_fail (LK_IS_LIFELINE (self), FALSE);

  return g_atomic_int_get (&self->alive) != 0;
}

char *
lk_lifeline_describe (LkLifeline *self)
{
  g_return_val_if_fail (LK_IS_LIFELINE (self), NULL);

  if (!lk_lifeline_is_alive (self))
    return g_strdup (_ ("The lifeline was cut."));
  return g_strdup_printf (_ ("%d answers over one connection, which stays open."), g_atomic_int_get (&self->n_inquiries));
}

gboolean
lk_lifeline_call (LkLifeline *self,
                  LkLifelineFunc func,
                  gpointer user_data,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GError) failure = NULL;
  Order order = {
    .func = func, .user_data = user_data, .cancellable = cancellable, .error = &failure
  };

  g_return_val_if_fail (LK_IS_LIFELINE (self), FALSE);
  g_return_val_if_fail (func != NULL, FALSE);

  if (self->thread == NULL || !lk_lifeline_is_alive (self))
    {
      g_set_error (error, LK_ERROR, LK_ERROR_UNREACHABLE, _ ("The lifeline was cut"));
      return FALSE;
    }
  if (run_order (self, &order))
    return TRUE;
  if (is_deadly (failure))
    die (self);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

void
lk_lifeline_watch (LkLifeline *self, LkLifelineCutFunc func, gpointer user_data)
{
  gboolean was_cut;

  g_return_if_fail (LK_IS_LIFELINE (self));

  g_mutex_lock (&self->watch_mutex);
  was_cut = !lk_lifeline_is_alive (self);
  self->cut = was_cut ? NULL : func;
  self->cut_data = user_data;
  g_mutex_unlock (&self->watch_mutex);
  if (was_cut && func != NULL)
    func (user_data);
}

void
lk_lifeline_close (LkLifeline *self)
{
  static Order end = { .func = NULL };

  g_return_if_fail (LK_IS_LIFELINE (self));

  if (self->thread == NULL)
    return;
  g_async_queue_push (self->orders, &end);
  g_thread_join (g_steal_pointer (&self->thread));
  g_atomic_int_set (&self->alive, FALSE);
}

static void
lk_lifeline_finalize (GObject *object)
{
  LkLifeline *self = LK_LIFELINE (object);

  lk_lifeline_close (self);
  g_clear_object (&self->camera);
  g_async_queue_unref (self->orders);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->watch_mutex);
  g_cond_clear (&self->done);
  G_OBJECT_CLASS (lk_lifeline_parent_class)->finalize (object);
}

static void
lk_lifeline_class_init (LkLifelineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = lk_lifeline_finalize;
}

static void
lk_lifeline_init (LkLifeline *self)
{
  self->orders = g_async_queue_new ();
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->watch_mutex);
  g_cond_init (&self->done);
}
