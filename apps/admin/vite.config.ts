import vue from '@vitejs/plugin-vue';
import elementPlus from 'unplugin-element-plus/vite';
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers';
import components from 'unplugin-vue-components/vite';
import { defineConfig } from 'vite';

const VUE = /node_modules\/(@vue|vue|vue-router|pinia)\/|plugin-vue|rolldown-runtime|vite\/preload-helper/;
/** Of what pages share, what has none of the library's larger parts in it. */
const FRAME =
  /src\/shell\/|src\/shared\/(PageFrame|HelpButton|DropDown|LoadState|LampMark|SignMark|OutcomeNote|format|kept|notify|page-title|useFilters|useLoad|usePages)/;

export default defineConfig({
  plugins: [
    vue(),
    // Only the components that templates name, each with its own style. No declaration file: with TypeScript 6 the
    // library's own types take the declaration of a select's property for its value and reject every use.
    components({ dts: false, dirs: [], resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
    // The same for what code calls (ElMessage, ElMessageBox).
    elementPlus({}),
  ],
  server: { proxy: { '/api': `http://127.0.0.1:${process.env.PORT ?? 3000}` } },
  build: {
    target: 'es2022',
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1000,
    // What every page needs comes in two files instead of thirty: browsers ask for six at a time.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'vue', test: VUE },
            { name: 'frame', test: FRAME },
          ],
        },
      },
    },
  },
});
