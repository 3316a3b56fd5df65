/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "driver/snc/lk-snc-camera.h"

#include "base/lk-error.h"
#include "driver/snc/lk-snc-request.h"

/* How a camera told its model. */
typedef struct
{
  char *path; /* of the inquiry */
  char *model;
  LkReply *reply;
} Introduction;

static void
introduction_clear (Introduction *self)
{
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->model, g_free);
  g_clear_object (&self->reply);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Introduction, introduction_clear)

static char *
dup_model_path (LkSncProfile *profile)
{
  const char *group = lk_snc_profile_get_group (profile, LK_SNC_FIELD_MODEL);
  const char *const groups[] = { group, NULL };

  return group != NULL ? lk_snc_request_dup_inquiry (profile, groups) : NULL;
}

static char *
dup_model (LkSncProfile *profile, LkReply *reply)
{
  g_autoptr (LkSncAnswer) answer = lk_snc_answer_new (
    lk_reply_get_body (reply), lk_snc_profile_get_quirks (profile).values_are_escaped);
  const char *model =
    lk_snc_answer_find (answer, lk_snc_profile_get_parameter (profile, LK_SNC_FIELD_MODEL));

  return model != NULL && model[0] != '\0' ? g_strdup (model) : NULL;
}

/* Asks in the way of @profile, unless an earlier profile asked the same. FALSE with an error of the
 * connection; an answer that holds no model is no error. */
static gboolean
ask (Introduction *introduction,
     LkConnection *connection,
     LkSncProfile *profile,
     GHashTable *asked,
     GCancellable *cancellable,
     GError **error)
{
  g_autofree char *path = dup_model_path (profile);
  g_autoptr (LkReply) reply = NULL;

  if (path == NULL || g_hash_table_contains (asked, path))
    return TRUE;
  /* Some cameras answer only to who seems to come from their own pages; to the others it does no
   * harm. */
  lk_connection_set_send_referer (connection, TRUE);
  reply = lk_connection_send (connection, &(LkRequest){ .path = path }, cancellable, error);
  if (reply == NULL)
    return FALSE;
  g_hash_table_add (asked, g_strdup (path));
  if (lk_reply_is_success (reply))
    introduction->model = dup_model (profile, reply);
  if (introduction->model != NULL)
    {
      introduction->path = g_steal_pointer (&path);
      introduction->reply = g_steal_pointer (&reply);
    }
  return TRUE;
}

static gboolean
introduce (Introduction *introduction,
           LkConnection *connection,
           GPtrArray *profiles,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GHashTable) asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < profiles->len && introduction->model == NULL; i++)
    if (!ask (introduction, connection, g_ptr_array_index (profiles, i), asked, cancellable, error))
      return FALSE;
  if (introduction->model != NULL)
    return TRUE;
  g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "The camera answers no inquiry of the %u known device profiles: it speaks another language, or needs a profile of its own", profiles->len);
  return FALSE;
}

static LkSncProfile *
choose (GPtrArray *profiles, const char *model, GError **error)
{
  LkSncProfile *best = NULL;
  guint best_match = 0;

  for (guint i = 0; i < profiles->len; i++)
    {
      LkSncProfile *profile = g_ptr_array_index (profiles, i);
      guint match = lk_snc_profile_match_model (profile, model);

      if (match > best_match)
        {
          best = profile;
          best_match = match;
        }
    }
  if (best == NULL)
    g_set_error (error, LK_ERROR, LK_ERROR_UNSUPPORTED, "No device profile names the model “%s”: choose one by hand, or add the model to the profile that fits", model);
  return best;
}

LkCamera *
lk_snc_camera_open (LkConnection *connection,
                    const char *profile,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GPtrArray) profiles = NULL;
  g_autoptr (LkSncProfile) given = NULL;
  LkSncProfile *chosen;
  g_auto (Introduction) introduction = { 0 };
  g_autofree char *own_path = NULL;
  LkSncCamera *self;

  if (profile != NULL)
    {
      given = lk_snc_profile_load (profile, error);
      return given != NULL ? LK_CAMERA (lk_snc_camera_new (connection, given)) : NULL;
    }
  profiles = lk_snc_profile_list (NULL);
  if (!introduce (&introduction, connection, profiles, cancellable, error))
    return NULL;
  chosen = choose (profiles, introduction.model, error);
  if (chosen == NULL)
    return NULL;
  self = lk_snc_camera_new (connection, chosen);
  own_path = dup_model_path (chosen);
  if (g_strcmp0 (own_path, introduction.path) == 0)
    lk_snc_camera_take_first_reply (self, introduction.reply);
  return LK_CAMERA (self);
}
