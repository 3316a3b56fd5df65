/* SPDX-FileCopyrightText: 2026 The Latchkey authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "setup/lk-setup-words.h"

void
lk_setup_words_give (LkSetupWords *self, const char *check_id)
{
  const struct
  {
    const char *id;
    GDateTime **word;
  } words[] = {
    { "others", &self->others },
    { "exportable", &self->exportable },
    { "rehearsal", &self->rehearsal },
    /* Whoever vouches for a file vouches for its key: one word answers both items. */
    { "installed", &self->exportable },
  };

  g_return_if_fail (check_id != NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      if (!g_str_equal (words[i].id, check_id))
        continue;
      g_clear_pointer (words[i].word, g_date_time_unref);
      *words[i].word = g_date_time_new_now_utc ();
    }
}

void
lk_setup_words_forget_certificate (LkSetupWords *self)
{
  g_clear_pointer (&self->exportable, g_date_time_unref);
  g_clear_pointer (&self->rehearsal, g_date_time_unref);
}

void
lk_setup_words_clear (LkSetupWords *self)
{
  lk_setup_words_forget_certificate (self);
  g_clear_pointer (&self->others, g_date_time_unref);
}
